"""One order in stages 1, 2, and 3, on the page that compares them. `make verify` runs it."""

import re
from contextlib import ExitStack
from importlib import import_module

import pytest

from .page import Watched
from .test_with_a_stage import Beside

STAGES = ("1", "2", "3")
PARTS = {"1": 2, "2": 8, "3": 4}  # that take part at least
LONG = 60_000  # milliseconds until the order has ended in each stage, one after the other


def all_running(folder):
    """A context of {number: Beside}, with the data folders next to each other in `folder`."""
    stack = ExitStack()
    with stack:
        found = {}
        for number in STAGES:
            driver = import_module(f"tests.drivers.stage{number}")
            data, db = folder / f"stage{number}", driver.DATABASES[0]
            running = driver.running(data=data, db=db, env={"XRAY": "on"})
            found[number] = Beside(stack.enter_context(running))
        return stack.pop_all(), found


@pytest.fixture(scope="module")
def rooms(pytestconfig, tmp_path_factory, browser):
    if not pytestconfig.getoption("--all-stages", default=False):
        pytest.skip("with --all-stages, as in `make verify`")
    stack, found = all_running(tmp_path_factory.mktemp("stages"))
    with stack:
        yield found


def test_one_click_buys_in_each_stage_and_each_shows_its_own_way(rooms, browser):
    page = Watched(browser, rooms["2"], path="/compare")
    page.shows(".column", count=3)
    page.page.click("#everywhere")
    page.page.locator("#play", has_text="Pause").wait_for(timeout=LONG)
    page.page.click("#play")
    page.at(1)
    for number in STAGES:
        column = f"[data-stage=stage{number}]"
        page.shows(f"{column} dt >> nth=1", "confirmed")
        page.shows(f"{column} dd >> nth=0", re.compile(r"^\d+ ms$"))
        page.shows(f"{column} dd >> nth=1", re.compile(r"^\d+ ms$"))
        assert counted(page, column, 3) >= PARTS[number]
    requests, messages = ([counted(page, c, n) for c in columns()] for n in (0, 1))
    assert messages[0] == 0 < messages[1] and messages[2] > 0
    assert requests[1] > requests[0] and requests[1] > requests[2]
    assert page.axe() == []
    assert page.close() == []


def test_the_stage_that_is_closed_becomes_a_line(rooms, browser):
    page = Watched(browser, rooms["2"], path="/compare")
    page.shows(".column", count=3)
    rooms["1"].stage.end()
    page.shows("[data-away=stage1] code", re.compile("make stage1$"))
    page.shows(".column", count=2)
    assert page.close() == []


def columns():
    return [f"[data-stage=stage{number}]" for number in STAGES]


def counted(page, column, number):
    """A figure of the line of counts: requests, messages, transactions, parts."""
    return int(page.page.locator(f"{column} .counts b").nth(number).inner_text())
