"""What is drawn is what was sent: spans are fed in, and the page is compared with them."""

import re

import pytest
import requests

from . import sent
from .page import DESK, PHONE, PROJECTOR
from .redis import Redis
from .sent import scene, without

READS = 200  # more requests than the page keeps
LENGTH = 466  # milliseconds: when the last span of the scene ends
WHOLE = scene("stage2")
FIRST_DOT = "#dots [data-edge='buyer>door']"
# How far from its line a dot is at worst, in all of a story.
FARTHEST = """length => {
    const slider = document.querySelector("#scrub"), lines = {}, far = [];
    const line = edge => lines[edge] ??= (path => Array.from({ length: 2001 }, (_, step) =>
        path.getPointAtLength((path.getTotalLength() * step) / 2000)
    ))(document.querySelector(`#map path[data-edge="${edge}"]`));
    slider.step = "any";
    for (let t = 0; t < length; t += 5) {
        slider.value = 1000 * t / (length * 1.25);
        slider.dispatchEvent(new Event("input"));
        for (const dot of document.querySelectorAll("#dots circle[data-edge]")) {
            const x = +dot.getAttribute("cx"), y = +dot.getAttribute("cy");
            far.push(Math.min(...line(dot.dataset.edge).map(at => Math.hypot(at.x - x, at.y - y))));
        }
    }
    return far.length ? Math.max(...far) : Infinity;
}"""
STATES = {
    "inventory": ["reserved", "sold"],
    "catalog": ["note stock"],
    "orders": ["pending", "confirmed"],
    "payments": ["created", "captured"],
    "notifications": ["sent"],
}
ORDER_OF_EDGES = [  # each at its first dot
    "buyer>door", "door>orders", "orders>cart", "cart>catalog", "orders>orders-queue",
    "orders-queue>orders-worker", "orders-worker>inventory", "orders-worker>payments",
    "inventory>stock-stream", "payments>sandbox", "stock-stream>catalog-worker",
    "catalog-worker>catalog-store", "orders-worker>orders-stream", "orders-stream>notifications",
]  # fmt: skip


def test_dots_go_along_the_lines_in_the_order_of_the_spans(room, watch):
    page = watch(room)
    room.feed(WHOLE, "a1")
    page.page.wait_for_selector("#stories option[value$=a1]:checked", state="attached")
    page.page.wait_for_selector("#life .band", state="attached")
    page.page.click("#play")  # it has begun by itself: this halts it
    found = page.edges_in_time(LENGTH)
    assert [edge for edge in found if edge in ORDER_OF_EDGES] == ORDER_OF_EDGES
    assert set(found) - set(ORDER_OF_EDGES) == {
        "orders-worker>orders-stream-catalog",
        "orders-stream-catalog>catalog-worker",
    }
    assert page.states() == STATES


def test_a_moment_shows_what_is_done_then_and_only_then(room, still):
    page = still
    room.feed(WHOLE, "a0")
    page.choose("a0")
    page.at_ms(130, LENGTH)
    assert page.dots() == []  # orders writes
    page.has_class("orders-store", "writing")
    page.shows("#map [data-node=orders-store] .rows", "+3")
    page.at_ms(390, LENGTH)
    assert {edge for edge, _ in page.dots()} == {"orders-worker>inventory"}
    page.has_class("inventory-store", "writing")
    page.has_class("orders-store", "writing", has=False)
    page.shows("#caption", re.compile("380 ms .*inventory"))


def test_without_its_outbox_nothing_leaves_orders_and_the_order_stays_pending(room, still):
    page = still
    room.feed(without(WHOLE, "e1"), "a2")
    page.choose("a2")
    found = page.edges_in_time(217)
    assert found == ["buyer>door", "door>orders", "orders>cart", "cart>catalog"]
    assert page.states() == {"orders": ["pending"]}
    page.at(1)
    assert page.waiting() == []


def test_a_message_that_nobody_publishes_lies_in_the_outbox(room, still):
    page = still
    room.feed(without(WHOLE, "f"), "a3")
    page.choose("a3")
    page.at(1)
    assert page.waiting() == ["orders-store"]
    assert page.states() == {"orders": ["pending"]}


def test_a_message_that_nobody_takes_lies_in_its_queue(room, still):
    page = still
    room.feed(without(WHOLE, "h"), "a4")
    page.choose("a4")
    page.at(1)
    assert page.waiting() == ["orders-queue"]


def test_a_queue_grows_and_a_stream_has_readers_of_its_own(room, still):
    page, redis = still, Redis()
    room.ports(redis=redis.port)
    try:
        for length, full in ((0, 0), (2, 2), (40, 5)):
            redis.lengths["queue:orders:orders"] = length
            redis.groups["stream:orders"] = {"notifications": (1, length), "catalog": (0, 0)}
            page.shows("#map [data-node=orders-queue] .count", str(length) if length else "")
            page.shows("#map [data-node=orders-queue] .slot.full", count=full)
        page.shows("#map [data-node=orders-stream] .count", "41")
        page.shows("#map [data-node=orders-stream-catalog] .count", "")
        redis.lengths["stream:clicks"] = 7  # what is counted is deleted: the rest waits
        page.shows("#map [data-node=clicks-stream] .count", "7")
    finally:
        room.ports(redis=0)
        redis.close()


def test_an_upload_of_events_goes_by_its_stream(room, still):
    http = {"http.request.method": "POST", "http.route": "/events"}
    told = {"messaging.system": "redis_streams", "messaging.destination.name": "clicks"}
    lines = [
        ("a", "", "gateway", "SERVER", "POST events", 0, 9, http),
        ("b", "a", "gateway", "CLIENT", "POST events", 1, 7, http | {"peer.service": "catalog"}),
        ("c", "b", "catalog", "SERVER", "POST events", 2, 5, http),
        ("d", "c", "catalog", "PRODUCER", "send clicks", 4, 1, told),
        ("e", "d", "catalog-worker", "CONSUMER", "process clicks", 20, 9, told),
    ]
    room.feed(lines, "c1")
    still.choose("c1")
    found = still.edges_in_time(29)
    assert found[:2] == ["buyer>door", "door>catalog"]
    assert found[2:] == ["catalog>clicks-stream", "clicks-stream>catalog-worker"]


def test_the_request_that_is_shown_stays_in_the_list(room, still):
    room.feed(WHOLE, "ad")
    still.choose("ad")
    for number in range(41):  # more than are listed
        call = ("z", "", "gateway", "SERVER", "POST", 0, 5, {"http.request.method": "POST"})
        room.feed([call], f"ad{number:02}")
    still.page.locator("#stories option[value$=ad40]").wait_for(state="attached")
    assert still.page.input_value("#stories") == f"{'ad':0>32}"


def test_a_part_dies_and_comes_back(room, still):
    page = still
    page.at(0)
    room.tell(payments="stopped")
    page.has_class("payments", "down")
    page.shows("[data-down=payments]", count=1)
    page.shows("#map [data-node=payments] .rate", "stopped")
    page.shows("#caption", re.compile(r"^payments is stopped\. Still works: .* Waits: order"))
    page.has_class("orders", "down", has=False)
    room.tell(payments="ready")
    page.has_class("payments", "down", has=False)
    page.shows("[data-down]", count=0)


def test_a_breaker_that_opens_is_seen_and_one_that_closes_too(room, still):
    call = ("q", "", "orders-worker", "CLIENT", "PUT /charges", 0, 5)
    for trace, state, count in (("ba", "open", 1), ("bb", "closed", 0)):
        said = {"http.request.method": "PUT", "peer.service": "payments", "shop.breaker": state}
        room.feed([(*call, said)], trace)
        still.shows("#map [data-breaker='orders-worker>payments']", count=count)
        still.shows("#map .cut", count=count)


def test_an_order_of_the_past_does_not_play_by_itself(room, watch):
    room.feed(WHOLE, "a5")
    page = watch(room)
    page.page.wait_for_selector("#life .band", state="attached")
    page.shows("#play", "Play")
    page.shows("#clock", "0 ms")


def test_a_click_shows_the_real_source(still):
    page = still
    page.page.locator("#map [data-node=orders] .name").click()
    page.shows("#panel h3", "stage2-services/orders/usecases.py")
    page.shows("#panel .listing li:first-child", '"""Placing an order and moving it on.')
    page.shows("#panel .note", count=0)
    page.page.locator("#map [data-node=orders-store]").click()
    page.shows("#panel .note", re.compile("^The same process: accounts-store, .*to all of them"))
    page.page.keyboard.press("Escape")
    page.shows("#panel:not([hidden])", count=0)


def test_the_keyboard_does_all_that_a_mouse_does(room, still):
    page = still
    room.feed(WHOLE, "a8")
    page.choose("a8")
    page.page.focus("#map [data-node=cart]")
    page.page.keyboard.press("Enter")
    page.shows("#panel-title:focus", "cart")
    page.page.keyboard.press("Escape")
    page.shows("#map [data-node=cart]:focus", count=1)
    page.page.focus("#step")
    page.page.keyboard.press("Enter")
    page.shows("#clock", re.compile(r"[1-9]\d* ms"))


def test_what_a_span_says_is_text(room, still):
    evil = "<img src=x onerror=alert(1)>"
    said = {"http.request.method": "POST"}
    room.feed([("z", "", "gateway", "SERVER", evil, 0, 5, said)], "a6")
    page = still
    page.choose("a6")
    page.shows("#fall li b", "gateway")
    assert evil in page.page.locator("#fall").inner_text()
    page.shows("img", count=0)


def test_it_fits_in_each_screen(still):
    assert still.too_wide() == []


def test_a_dot_goes_along_its_line_from_end_to_end(room, still):
    """Also around a corner, where the drawing is a curve."""
    room.feed(WHOLE, "ac")
    still.choose("ac")
    places = []
    for t in (1, 2, 3):
        still.at_ms(t, LENGTH)
        places.append(float(still.page.locator(FIRST_DOT).get_attribute("cx")))
    assert places == sorted(set(places)), places
    assert still.page.evaluate(FARTHEST, LENGTH) < 1  # of the drawing's units


def test_who_wants_no_motion_gets_none(room, watch):
    room.feed(WHOLE, "a7")
    page = watch(room, reduced_motion="reduce")
    page.choose("a7")
    places = set()
    for t in (3, 4, 5):
        page.at_ms(t, LENGTH)
        places.add(page.page.locator(FIRST_DOT).get_attribute("cx"))
    assert len(places) == 1


def test_without_its_token_the_page_shows_nothing(room, watch):
    page = watch(room)
    page.expects("403")
    page.page.evaluate("localStorage.clear()")
    page.page.goto("about:blank")
    page.page.goto(room.url)
    page.shows("#caption", re.compile("First open the link"))
    page.shows("#map", count=0)


@pytest.mark.usefixtures("look")
@pytest.mark.parametrize(
    ("viewport", "dark"),
    [(DESK, False), (PROJECTOR, False), (PHONE, True)],
    ids=["desk-light", "projector-light", "phone-dark"],
)
def test_axe_finds_nothing_and_nothing_is_wider_than_the_screen(room, watch, viewport, dark):
    room.feed(WHOLE, "a9")
    page = watch(room, viewport=viewport, dark=dark)
    room.tell(payments="stopped")
    page.has_class("payments", "down")
    assert page.axe() == []
    room.tell(payments="ready")
    page.choose("a9")
    page.at(0.6)
    assert page.axe() == []
    page.page.locator("#map [data-node=sandbox]").focus()
    page.page.keyboard.press("Enter")
    page.shows("#panel h3", "shared/payment_sandbox/payments.py")
    assert page.axe() == []
    width = page.page.evaluate("[document.documentElement.scrollWidth, innerWidth]")
    assert width[0] <= width[1]


def test_an_order_among_many_reads_is_not_forgotten_before_it_is_shown(room, watch):
    room.feed(WHOLE, "abb")
    page = watch(room)
    page.page.wait_for_selector("#life .band", state="attached")
    reads = [line for line in WHOLE if line[0] == "c"]
    bodies = [sent.body(reads, f"{number:x}fff") for number in range(1, READS)]
    order = sent.body(WHOLE, "abc")
    order["resourceSpans"] += [each for body in bodies for each in body["resourceSpans"]]
    requests.post(f"{room.url}/v1/traces", json=order, timeout=30).raise_for_status()
    page.page.wait_for_selector("#stories option[value$=abc]:checked", state="attached")
