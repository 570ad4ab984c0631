"""What is said of an order while its spans are still arriving, and when they go on later."""

import re
import time

from .conftest import opened
from .sent import scene, without

WHOLE = scene("stage2")
ENDED = (
    "In all Answered after 217 ms, confirmed after 414 ms: 9 requests, 3 messages, 8 transactions."
)
VERDICT = """async story => {
    const { Missions } = await import(new URL("js/missions.js", location).href);
    const buyer = { answer: { order: "o1", status: 201, is: "pending" }, began: performance.now() };
    const room = { stories: { ofOrder: () => story } };
    return Missions.prototype.seen.call({ ...buyer, room }, { status: 201 });
}"""


def test_an_order_that_goes_on_later_is_told_to_its_end(room, watch):
    """Its message leaves the outbox after the page has told all that it knew."""
    page, began = watch(room), time.time()
    page.page.fill("#speed", "1")
    for lines, end in (
        (without(WHOLE, "f"), re.compile("^In all .* still pending")),
        (WHOLE, ENDED),
    ):
        room.feed(lines, "e1", started=began)
        page.shows("#caption", end)
        page.shows("#play", "Again")


def test_an_order_whose_rows_were_not_recorded_was_not_refused(room, still):
    for trace, status, end in (
        ("e2", 201, "the rows of the order were not recorded"),
        ("e3", 422, "no order was placed"),
    ):
        line = (*WHOLE[0][:7], WHOLE[0][7] | {"http.response.status_code": status})
        room.feed([line], trace)
        still.choose(trace)
        still.at(1)
        still.shows("#caption", re.compile(f"after 217 ms, {end}: "))


def test_a_mission_says_when_the_buyer_had_the_answer_and_not_when_a_part_behind_had_it(still):
    assert still.page.evaluate(VERDICT, {"answered": 92, "root": {"parent": "a2"}}) is None
    assert still.page.evaluate(VERDICT, {"answered": 122, "root": {"parent": ""}}) == 122


def test_the_list_names_no_request_before_one_is_shown(watch):
    call = ("z", "", "shop", "SERVER", "PUT", 0, 5, {"http.request.method": "PUT"})
    with opened("stage1") as room:
        page = watch(room)
        page.shows("#caption", re.compile("^Calm"))
        room.feed([call], "e4")
        page.page.wait_for_selector("#stories option[value$=e4]", state="attached")
        page.shows("#stories option:checked", "none chosen yet")
        room.feed(scene("stage1"), "e5")
        page.shows("#stories option:checked", re.compile(r"POST …/orders 201$"))
        page.shows("#stories option[value='']", count=0)
        page.page.goto("about:blank")


def test_what_takes_long_is_said_in_seconds(still):
    said = still.page.evaluate(
        """async times => {
            const { duration } = await import(new URL("js/scale.js", location).href);
            return times.map(duration);
        }""",
        [0.4, 9999, 37672],
    )
    assert said == ["0 ms", "9999 ms", "37.7 s"]
