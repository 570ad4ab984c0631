"""Moving day: what is shown is what the mover, the gateway, and the load have written."""

import json
import re

import pytest

from move import journal, orders

from .page import DESK, PATIENCE, PHONE, PROJECTOR, Watched

STAGE = "move"
TOLD = {
    "step": "compare", "copied": 120, "behind": 3, "differing": 0, "held_ms": 0,
    "held_since": 0, "error": "",
}  # fmt: skip


CARD = "[data-unit=catalog]"


@pytest.fixture(scope="module")
def shown(browser, room):
    page = Watched(browser, room, first=CARD)
    yield page
    assert page.close() == []


@pytest.fixture
def data(room):
    """The folder of the shop, as it is before anything has moved."""
    told(room, {}, {})
    journal.want(room.data.path, {"goals": {}, "paused": False})
    write(room, "tally.json", tallied({}))
    write(room, "load.json", {})
    return room.data.path


@pytest.fixture
def day(data, shown):
    """The page, once it shows that nothing has moved."""
    shown.shows("[data-holder=old]", count=len(orders.units.NAMES))
    shown.shows(f"{CARD} dd", ["–"] * 4)
    return shown


def told(room, units, about):
    journal.write_journal(room.data.path, {"units": units, "told": about})


def write(room, name, content):
    room.data.write(name, content)


def tallied(answered, held=0, refused=0):
    return {"answered": answered, "held": held, "refused": refused, "longest_ms": 9, "at": 1.0}


def button(page, label, unit):
    return page.page.get_by_role("button", name=f"{label}: {unit}")


def wanted(data):
    return journal.wanted(data)["goals"]


def test_before_it_begins_stage_1_holds_all(day):
    page = day
    assert button(page, "Back", "catalog").is_disabled()
    page.shows("#caption", re.compile("Stage 1 answers everything"))


def test_what_the_mover_tells_is_shown(day, room):
    told(room, {"catalog": "new"}, {"catalog": {**TOLD, "held_ms": 212, "differing": 2}})
    page = day
    page.shows("[data-unit=catalog][data-holder=new]", count=1)
    page.shows(f"{CARD} dd", ["120", "3", "2", "212 ms"])
    page.shows("[data-unit=catalog] .bad dd", "2")


def test_a_hand_over_is_seen_with_its_pause(day, room):
    """Of a unit that no other test here moves: the room polls once a second, and may miss `old`."""
    told(room, {"checkout": "old"}, {"checkout": TOLD})
    write(room, "tally.json", tallied({"shop": 10}))
    page = day
    told(room, {"checkout": "nobody"}, {"checkout": TOLD})
    page.shows("#caption", re.compile("Neither side holds checkout"))
    page.shows("[data-holder=nobody]", count=1)
    told(room, {"checkout": "new"}, {"checkout": {**TOLD, "held_ms": 187}})
    page.shows("#overs li:first-child span", "187 ms")
    page.shows("#caption", re.compile("checkout is in stage 2. .* 187 ms"))
    page.shows("#stack .overname >> nth=-1", "checkout to stage 2")


def test_requests_are_stacked_by_the_part_that_answered(day, room):
    page = day
    write(room, "tally.json", tallied({"shop": 40, "catalog": 10}, held=4))
    for part in ("shop", "catalog"):
        page.page.wait_for_selector(f"#stack .area[data-part={part}]", state="attached")
    page.shows("#held", "4 requests waited meanwhile, 0 were refused.")
    page.shows("#owners li", count=2)


def test_it_fits_in_each_screen(day):
    assert day.too_wide() == []


def test_who_answers_which_path_comes_from_the_spans_of_the_gateway(day, room):
    page = day
    asked = [("x", "GET /api/v1/things", "shop", 200), ("y", "GET /api/v1/things", "catalog", 200)]
    asked += [
        ("w", "GET /api/v1/things", "catalog", 421),
        ("z", "POST /api/v1/tokens", "shop", 201),
    ]
    lines = [
        (id_, "", "gateway", "CLIENT", name, at, 1, about(part, status))
        for at, (id_, name, part, status) in enumerate(asked)
    ]
    room.feed(lines, "d1")
    row = page.page.locator("[data-path='GET /things']")
    row.wait_for(timeout=PATIENCE)
    assert row.locator("td").all_inner_texts()[0] == "catalog"
    assert row.locator(".count").inner_text() == "2"  # 421: it was not held there
    page.shows("[data-path='POST /tokens'] .now", "stage 1")


def about(part, status):
    return {"peer.service": part, "http.response.status_code": status}


def test_the_buttons_tell_the_mover_how_far_to_go(day, room, data):
    page = day
    button(page, "Next", "notifications").click()
    page.shows("#caption", re.compile("notifications: the mover works until .*stage 2 follows"))
    assert wanted(data) == {"notifications": "ready"}
    page.shows("[data-unit=notifications] [aria-current]", "followed")
    told(room, {"notifications": "old"}, {"notifications": {**TOLD, "differing": -1}})
    page.shows("[data-unit=notifications] dd >> nth=2", "not compared")
    assert button(page, "Next", "notifications").is_disabled()
    told(room, {"notifications": "old"}, {"notifications": TOLD})
    button(page, "Next", "notifications").click()
    page.shows("[data-unit=notifications] [aria-current]", "stage 2")
    button(page, "Back", "notifications").click()
    page.shows("[data-unit=notifications] [aria-current]", "followed")
    assert wanted(data) == {"notifications": "ready"}


def test_the_focus_stays_on_a_button_while_the_page_changes(day, room):
    told(room, {}, {"catalog": TOLD})
    page = day
    button(page, "Next", "catalog").focus()
    told(room, {}, {"catalog": {**TOLD, "behind": 77}})
    page.shows("[data-unit=catalog] dd >> nth=1", "77")
    assert page.page.evaluate("document.activeElement.textContent") == "Next"


def test_it_pauses_and_goes_on(day, data):
    page = day
    page.page.click("#pause")
    page.shows("#pause", "Go on")
    assert journal.wanted(data)["paused"]
    page.shows("#caption", "The mover waits before its next step.")
    page.page.click("#pause")
    page.shows("#pause", "Pause")
    assert not journal.wanted(data)["paused"]


def test_what_was_sealed_does_not_go_back(day, room, data):
    """The way back is removed: the mover's journal says so."""
    sealed = {"catalog": {**TOLD, "sealed": True}}
    told(room, {"catalog": "new"}, sealed)
    journal.want(data, {"goals": {"catalog": "new"}, "paused": False})
    page = day
    page.shows("[data-unit=catalog][data-holder=new]", count=1)
    assert button(page, "Back", "catalog").is_disabled()
    assert button(page, "Next", "catalog").is_disabled()


@pytest.mark.parametrize(
    "wanted",
    [
        {"order": "contract", "unit": "catalog"},
        {"order": "next", "unit": "../x"},
        {},
        {"order": "back"},
    ],
    ids=str,
)
def test_no_other_order_is_passed_on(room, data, wanted):
    answer = room.ask("POST", "/do", json={"do": "move", **wanted})
    assert answer.status_code == 400 and answer.json()["refused"]
    assert journal.wanted(data)["goals"] == {}


def test_what_the_people_saw_is_shown_and_a_lost_write_is_red(day, room):
    page = day
    write(room, "load.json", {"bought": 12, "lost": 0})
    page.shows("#load dd", ["12", "0"])
    page.shows("#load .bad", count=0)
    write(room, "load.json", {"bought": 12, "lost": 1})
    page.shows("#load .bad dd", "1")
    assert json.dumps(page.page.locator("#load dt").all_inner_texts()) == '["bought", "lost"]'


@pytest.mark.usefixtures("look", "data")
@pytest.mark.parametrize(
    ("viewport", "dark"),
    [(DESK, False), (PROJECTOR, True), (PHONE, False)],
    ids=["desk-light", "projector-dark", "phone-light"],
)
def test_axe_finds_nothing_and_nothing_is_wider_than_the_screen(watch, room, viewport, dark):
    told(room, {"catalog": "new"}, {"catalog": {**TOLD, "error": "a write took too long"}})
    write(room, "load.json", {"bought": 12, "refused with 503": 1})
    page = watch(room, first=CARD, viewport=viewport, dark=dark)
    page.shows("#load dd", count=2)
    assert page.axe() == []
    width = page.page.evaluate("[document.documentElement.scrollWidth, innerWidth]")
    assert width[0] <= width[1]
