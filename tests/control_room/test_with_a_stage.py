"""The control room beside a stage that runs: what a buyer does is seen, and what breaks.

STAGE=1 unless the environment says another, as `make verify` does. One order is followed in any
case; all else is with --beside-a-stage.
"""

import os
import re
from importlib import import_module

import pytest

from control_room.places import map_of
from local.xray import NAME, PORTS
from spans.settings import ENDPOINT

from .page import Watched
from .room import TOKEN
from .terminal import knows, shown

STAGE = os.environ.get("STAGE") or "1"
MISSIONS = [each["id"] for each in map_of(f"stage{STAGE}")["missions"]]
LONG = 150_000  # milliseconds: what a shop needs to be whole again
LINK = r"http://127\.0\.0\.1:(\d+)/#token=[\w-]{22}"
CLIENT = {"1": "shop", "2": "payments", "3": "sandbox"}[STAGE]  # the part that is broken here


class Beside:
    """What page.py asks of a room."""

    def __init__(self, stage):
        self.stage = stage
        self.link = stage.run["links"]["control-room"]
        self.url = self.link.partition("/#")[0]


@pytest.fixture(scope="module")
def beside(tmp_path_factory, browser):
    with opened(tmp_path_factory.mktemp("stage") / "data", XRAY="") as stage:
        yield Beside(stage)


def opened(data, **env):
    driver = import_module(f"tests.drivers.stage{STAGE}")
    return driver.running(data=data, db=driver.DATABASES[0], env=env)


@pytest.fixture
def long(pytestconfig):
    if not pytestconfig.getoption("--beside-a-stage", default=False):
        pytest.skip("with --beside-a-stage, as in `make verify`")


@pytest.fixture
def page(beside, browser):
    page = Watched(browser, beside)
    yield page
    assert page.close() == []


def test_it_is_open_by_default_and_the_terminal_shows_its_link(beside):
    stage = beside.stage
    port = re.fullmatch(f"Its control room: {LINK}", shown(stage)[1])[1]
    assert (int(port) - int(PORTS[f"stage{STAGE}"])) % 10 == 0
    assert stage.run["parts"][NAME]["port"] == int(port)
    assert len(shown(stage)) < 24 and len(shown(stage)[1]) <= 80
    assert f" {len(stage.run['parts']) - 1} parts" in shown(stage)[2]  # of the shop
    assert any(map(knows, stage.processes()))


def test_an_order_is_followed_from_the_click_to_its_end(page):
    page.shows("#verdict", "balance")
    page.page.click("#buy")
    page.shows("#play", "Pause")  # it plays by itself
    page.shows("#caption", re.compile("The buyer sends POST|ms"))
    page.page.wait_for_selector(
        "#life .band[data-lane=orders][data-word=confirmed]", state="attached"
    )
    assert page.states()["orders"] == ["pending", "confirmed"]
    assert page.states()["inventory"] == ["reserved", "sold"]
    assert page.states()["payments"][-1] == "captured"
    page.shows("#books li.right", count=5)
    page.shows("#books li:nth-child(5) span", "1 promised, 1 found")


def test_a_part_that_is_stopped_is_grey_and_an_order_without_it_waits_or_fails(long, page):
    page.page.locator(f"#map [data-node={CLIENT}]").focus()
    page.page.keyboard.press("Enter")
    page.page.get_by_role("button", name="stop", exact=True).click()
    page.has_class(CLIENT, "down")
    page.shows("#panel .state", "State: stopped")
    page.page.get_by_role("button", name="start", exact=True).click()
    page.has_class(CLIENT, "down", has=False)


def test_a_frozen_part_is_shown_as_what_it_is(long, page):
    page.page.locator(f"#map [data-node={CLIENT}]").focus()
    page.page.keyboard.press("Enter")
    page.page.get_by_role("button", name="freeze", exact=True).click()
    page.shows("#panel .state", "State: frozen")
    page.page.get_by_role("button", name="thaw", exact=True).click()
    page.shows("#panel .state", "State: ready")


@pytest.mark.parametrize("mission", MISSIONS)
def test_a_mission_is_played_from_its_prediction_to_its_books(long, beside, browser, mission):
    page = Watched(browser, beside, mission=mission)
    told = next(each for each in map_of(f"stage{STAGE}")["missions"] if each["id"] == mission)
    page.page.locator(".guesses button").nth(told["right"]).click()
    page.page.click(".go")
    if "slow" in told:
        page.shows(".note", re.compile(rf"Watching … \d+ s\. {re.escape(told['slow'])}"))
    page.page.wait_for_selector(".go:not(:disabled)", timeout=LONG)
    page.shows(".told p:nth-child(1)", "As you predicted.")
    page.page.click(".go")
    page.page.wait_for_selector(".told p:has-text('The books balance.')", timeout=LONG)
    assert page.close() == []


def test_a_bounded_load_is_counted_and_the_books_balance_meanwhile(long, page):
    page.page.keyboard.press("Escape")
    page.page.focus("#load")
    for _ in range(3):
        page.page.keyboard.press("ArrowRight")
    page.shows("#buyers", "3")
    page.shows("#mode", re.compile("^Replay of .*; figures are of now$"))
    page.shows("#books li:nth-child(5) span", re.compile(r"^([6-9]|\d\d+) promised"))
    page.shows("#books li.wrong", count=0)


def test_the_token_is_of_this_start(beside):
    assert len(beside.link.partition("token=")[2]) == len(TOKEN)
    assert beside.link.partition("token=")[2] not in str(beside.stage.secrets)


def test_switched_off_it_is_not_there_and_no_part_knows_of_it(beside):
    """On the same data, after the tests before."""
    beside.stage.end()
    with opened(beside.stage.data, XRAY="off") as stage:
        assert NAME not in stage.run["parts"] and "control room" not in stage.output()
        assert not any(map(knows, stage.processes()))


def test_spans_for_a_collector_of_ones_own_leave_it_out_in_a_word(long, beside):
    beside.stage.end()
    with opened(beside.stage.data, **{"XRAY": "", ENDPOINT: "http://127.0.0.1:9"}) as stage:
        assert shown(stage)[1] == f"No control room: {ENDPOINT} is set, and gets the spans."
        assert NAME not in stage.run["parts"] and any(map(knows, stage.processes()))
