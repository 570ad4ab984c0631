"""A unit moves to stage 2 and back, by the buttons of the page. `make verify` runs it."""

import re

import pytest

from tests.move.opened import opened

from .page import Watched
from .test_with_a_stage import Beside

LONG = 90_000  # milliseconds: for all rows to be copied and compared, and for a hand-over


@pytest.fixture(scope="module")
def shop(pytestconfig, tmp_path_factory, browser):
    if not pytestconfig.getoption("--all-stages", default=False):
        pytest.skip("with --all-stages, as in `make verify`")
    with opened(tmp_path_factory.mktemp("move") / "data", XRAY="on", LOAD="on") as found:
        yield found


def moved(page, unit):
    """The unit goes to stage 2: its card's selector."""
    card, button = f"[data-unit={unit}]", page.page.get_by_role("button", name=f"Next: {unit}")
    button.click()
    page.page.locator(f"{card} dd >> nth=2", has_text=re.compile("^0$")).wait_for(timeout=LONG)
    page.page.locator(f"{card} button:enabled", has_text="Next").wait_for(timeout=LONG)
    button.click()
    page.page.locator(f"{card}[data-holder=new]").wait_for(timeout=LONG)
    return card


def test_a_unit_goes_there_and_back_while_people_buy(shop, browser):
    page = Watched(browser, Beside(shop.stage), first="[data-unit=notifications]")
    card = moved(page, "notifications")
    page.shows("#overs li:first-child b", "notifications")
    path = page.page.locator("[data-path='GET /users/…/notifications'] .now")
    path.filter(has_text="notifications").wait_for(timeout=LONG)
    page.page.locator("#stack [data-part=notifications]").wait_for(state="attached", timeout=LONG)
    page.shows("#books li", count=5)
    page.shows("#books li.wrong", count=0)
    page.page.get_by_role("button", name="Back: notifications").click()
    page.page.locator(f"{card}[data-holder=old]").wait_for(timeout=LONG)
    page.shows("#overs li", count=2)
    page.page.locator("#load dt", has_text=re.compile("^bought$")).wait_for(timeout=LONG)
    page.shows("#load .bad", count=0)
    assert page.axe() == []
    assert page.close() == []
