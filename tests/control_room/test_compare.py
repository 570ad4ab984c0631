"""Three stages side by side: what is drawn and counted for each is what its spans say."""

import re
import tempfile
import time
from pathlib import Path

import pytest

from .page import DESK, PHONE, PROJECTOR, Watched
from .room import TOKEN, Room
from .sent import scene, without
from .shop import Shop
from .test_other_stages import EDGES
from .test_others import SET

STAGES = ("stage1", "stage2", "stage3")
SCENES = {stage: scene(stage) for stage in STAGES}
LONGEST = 466  # milliseconds: stage 2's
ANSWERED = {"stage1": "71 ms", "stage2": "217 ms", "stage3": "28 ms"}
CONFIRMED = {"stage1": "66 ms", "stage2": "414 ms", "stage3": "434 ms"}
COUNTS = {
    "stage1": "3 requests 0 messages 3 transactions 2 parts",
    "stage2": "9 requests 3 messages 8 transactions 10 parts",
    "stage3": "3 requests 3 messages 5 transactions 5 parts",
}
EDGES_OF_2 = [
    "buyer>door", "door>orders", "orders>cart", "cart>catalog", "orders>orders-queue",
    "orders-queue>orders-worker", "orders-worker>inventory", "orders-worker>payments",
    "inventory>stock-stream", "payments>sandbox", "stock-stream>catalog-worker",
]  # fmt: skip


@pytest.fixture(scope="module")
def rooms():
    """{stage: Room}, with their data folders next to each other, and a shop each."""
    with tempfile.TemporaryDirectory() as folder:
        found, shops = {}, []
        try:
            for number, stage in enumerate(STAGES, start=1):
                room = found[stage] = Room(Path(folder) / stage, stage)
                room.shop = Shop(lambda room=room, trace=f"{number}": fed(room, trace))
                room.address = room.shop.address
                room.tell()
                shops.append(room.shop)
            for room in found.values():
                room.wait()
            yield found
        finally:
            for each in shops:
                each.close()
            for room in found.values():
                room.end()


@pytest.fixture
def compare(rooms, watch):
    def opened(stage="stage2", **more):
        return watch(rooms[stage], path="/compare", **more)

    return opened


@pytest.fixture(scope="module")
def shown(browser, rooms):
    """The page of stage 2, and all that it is answered."""
    page = Watched(browser, rooms["stage2"], path="/compare")
    page.said = []
    page.page.on("response", lambda answer: page.said.append(answer))
    yield page
    assert page.close() == []


@pytest.fixture(scope="module")
def bought(shown):
    """It, with one order of each stage, halted at its end."""
    shown.shows(".figures dd", ["–"] * 6)
    buy(shown)
    return shown


def fed(room, trace):
    """What the order's spans are; a trace of its own for each order."""
    room.orders = getattr(room, "orders", 0) + 1
    room.feed(SCENES[room.stage], f"{trace}{room.orders:03}")


def moved(line, milliseconds):
    """A line of a scene that happens so much later."""
    return (*line[:5], line[5] + milliseconds, *line[6:])


def buy(page):
    """One order everywhere, halted at its end."""
    page.page.click("#everywhere")
    page.shows("#play", "Pause")
    page.page.click("#play")
    page.at(1)


def edges_in_time(page, step=1):
    """{stage: [edge]}, each edge once, in the order in which they first appear."""
    script = """([stages, length, step]) => {
        const slider = document.querySelector("#scrub");
        const found = stages.map(() => new Set());
        slider.step = "any";
        for (let t = 0; t < length; t += step) {
            slider.value = 1000 * t / (length * 1.1);
            slider.dispatchEvent(new Event("input"));
            stages.forEach((stage, n) => {
                const all = document.querySelectorAll(`#dots-${stage} [data-edge]`);
                all.forEach(e => found[n].add(e.dataset.edge));
            });
        }
        return found.map(each => [...each]);
    }"""
    found = page.page.evaluate(script, [STAGES, LONGEST, step])
    return dict(zip(STAGES, found, strict=True))


def test_before_anything_is_bought_it_shows_three_calm_maps(shown):
    page = shown
    page.shows(".column", count=3)
    page.shows("[data-away]", count=0)
    page.shows(".figures dd", ["–"] * 6)
    page.shows("#caption", re.compile("Buy one everywhere"))


def test_one_click_is_drawn_in_each_map_in_the_order_of_its_spans(bought):
    found = edges_in_time(bought)
    for stage, expected in {**EDGES, "stage2": EDGES_OF_2}.items():
        assert [edge for edge in found[stage] if edge in expected] == expected, stage


def test_what_is_counted_is_in_the_spans(bought):
    page = bought
    page.at(1)
    for stage in STAGES:
        page.shows(f"[data-stage={stage}] dd >> nth=0", ANSWERED[stage])
        page.shows(f"[data-stage={stage}] dd >> nth=1", CONFIRMED[stage])
        words = page.page.locator(f"[data-stage={stage}] .counts span").all_inner_texts()
        assert " ".join(words) == COUNTS[stage]
    page.at(40 / (LONGEST * 1.1))
    page.shows("[data-stage=stage1] dd >> nth=0", "–")
    page.shows("[data-stage=stage3] dd >> nth=0", "28 ms")


def test_all_waterfalls_have_one_scale(bought):
    page = bought
    script = "all => all.map(e => Number(e.getAttribute('width')))"
    for stage, answered in (("stage1", 71), ("stage2", 217), ("stage3", 28)):
        first = page.page.eval_on_selector_all(
            f"[data-stage={stage}] .fall li:first-child .bar", script
        )
        assert first == [pytest.approx(100 * answered / (LONGEST * 1.1), abs=0.01)]
    marks = [
        page.page.locator(f"[data-stage={stage}] .scale text").all_text_contents()
        for stage in STAGES
    ]
    assert marks[0] == marks[1] == marks[2]


def test_it_fits_in_each_screen(bought):
    assert bought.too_wide() == []


def test_the_same_product_is_bought_in_each(compare, rooms):
    rooms["stage2"].shop.products = [
        {"id": "x", "name": "Chair", "available": 9},
        {"id": "other-id", "name": "Lamp", "available": 1},
    ]
    buy(compare("stage3"))
    for stage, product in (("stage1", "p1"), ("stage2", "other-id"), ("stage3", "p1")):
        put = [path for method, path, _ in rooms[stage].shop.asked if method == "PUT"]
        assert put[-1].endswith(f"/{product}")


def test_what_a_shop_refuses_is_said_and_the_others_are_shown(compare, rooms):
    rooms["stage1"].shop.status = 503
    try:
        page = compare("stage1")
        page.page.click("#everywhere")
        page.shows("#caption", "Stage 1 refused the order: 503.")
        page.shows("[data-stage=stage1] .fall li", count=0)
    finally:
        rooms["stage1"].shop.status = 201


def test_an_order_that_goes_on_later_is_played_to_its_end(compare, rooms):
    """Its message leaves the outbox of stage 2 after all three have been told."""
    page, room, began = compare(), rooms["stage2"], time.time()
    usual, soon = room.shop.on_order, without(SCENES["stage2"], "f")
    later = [line if line in soon else moved(line, 1000) for line in SCENES["stage2"]]
    room.shop.on_order = lambda: room.feed(soon, "e6", started=began)
    try:
        page.page.fill("#speed", "1")
        page.page.click("#everywhere")
        page.shows("[data-stage=stage1] dd >> nth=1", CONFIRMED["stage1"])
        page.shows("#play", "Again")
        page.shows("[data-stage=stage2] dd >> nth=1", "–")
        room.feed(later, "e6", started=began)
        page.shows("[data-stage=stage2] dd >> nth=1", "1414 ms")
        page.shows("#play", "Again")
    finally:
        room.shop.on_order = usual


def test_a_stage_that_does_not_run_is_one_line_and_comes_back(bought, rooms):
    page, room = bought, rooms["stage3"]
    page.shows(".column", count=3)
    room.tell(control_room="stopped")
    page.shows(".column", count=2)
    data = room.data.path.parent / "stage3"
    line = "Stage 3 does not run with a control room. Type: "
    page.shows("[data-away=stage3]", f"{line}{SET}DATA={data} make stage3")
    room.tell(control_room="ready")
    page.shows(".column", count=3)
    page.shows("[data-away]", count=0)


def test_the_key_of_another_room_never_reaches_the_page(bought, rooms):
    """All three have the same one in this test: so what is looked for is any key at all."""
    said = list(bought.said)
    texts = [answer.text() for answer in said if "/others" in answer.url or "/do" in answer.url]
    assert any('"spans"' in text for text in texts) and not any(TOKEN in text for text in texts)
    assert {answer.url.split("/")[2] for answer in said} == {f"127.0.0.1:{rooms['stage2'].port}"}


def test_each_control_room_leads_there_and_back(rooms, watch):
    page = watch(rooms["stage2"])
    page.page.click("#compare")
    page.shows("h1", "Compare the stages")
    page.shows(".column", count=3)
    page.page.get_by_role("link", name="Control room").click()
    page.shows("#stage b", "Stage 2")


def test_each_name_is_read_from_the_last_row_and_lies_on_no_other(compare):
    """On a projector: 11 pixels high, or more."""
    page = compare(viewport=PROJECTOR)
    page.shows(".column", count=3)
    names = page.page.eval_on_selector_all(".mapbox text:not(:empty)", NAMES)
    assert {name for name, *_ in names} >= {"notifications", "settle_order", "thumbnail", "Example"}
    assert [(name, size) for name, size, *_ in names if size < 11] == []
    for number, (one, _, left, top, right, bottom) in enumerate(names):
        for other, _, *edges in names[number + 1 :]:
            apart = edges[0] >= right or edges[2] <= left or edges[1] >= bottom or edges[3] <= top
            assert apart, (one, other)
    assert page.page.eval_on_selector_all(":is(.room, .process, .provider, .base)", OVER) == []


# A line of text is higher than its letters: a fifth of it above them, and one below.
NAMES = """all => all.map(e => {
    const { left, top, right, bottom, height } = e.getBoundingClientRect();
    const { a, b } = e.getScreenCTM();
    const size = parseFloat(getComputedStyle(e).fontSize) * Math.hypot(a, b);
    return [e.textContent, size, left, top + height / 5, right, bottom - height / 5];
})"""
OVER = """all => all.filter(e => [...e.querySelectorAll("text")].some(word =>
    word.getBoundingClientRect().right > e.querySelector(".body").getBoundingClientRect().right
)).map(e => e.dataset.node)"""


@pytest.mark.usefixtures("in_full")
@pytest.mark.parametrize(
    ("viewport", "dark"),
    [(DESK, False), (PROJECTOR, False), (PHONE, True), (DESK, True)],
    ids=["desk-light", "projector-light", "phone-dark", "desk-dark"],
)
def test_axe_finds_nothing_and_nothing_is_wider_than_the_screen(compare, rooms, viewport, dark):
    page = compare(viewport=viewport, dark=dark)
    buy(page)
    assert page.axe() == []
    width = page.page.evaluate("[document.documentElement.scrollWidth, innerWidth]")
    assert width[0] <= width[1]
    rooms["stage1"].tell(control_room="stopped")
    page.shows("[data-away=stage1]", count=1)
    page.at(0.4)
    assert page.axe() == []
    rooms["stage1"].tell(control_room="ready")
