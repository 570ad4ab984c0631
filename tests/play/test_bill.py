"""The bill explorer calculates what month.py calculates, from the same prices, to the cent."""

import itertools
import re

import pytest

from machinery import play
from tests.bench import month

from .site import ROOT

ORDERS = (1, 100, 999, 1e4, 123_456, 1e6, 1e7, 3e7, 9e8)
SETTINGS = [
    {"visits": visits, "peak": peak, "busy": busy, "speed": speed}
    for visits, peak, busy, speed in itertools.product(
        (1, 50, 200), (1, 5, 20), (0.2, 0.5, 0.9), (0.25, 1, 4)
    )
]
DOLLARS = """({ways, TooLarge}, {data, grid, orders}) => grid.map((settings) => {
  const found = ways(data, settings)
  const dollars = (way, many) => {
    try { return way(many).dollars } catch (error) {
      if (error instanceof TooLarge) return null
      throw error
    }
  }
  return orders.map((many) => Object.values(found).map((way) => dollars(way, many)))
})"""
CROSSINGS = """({ways, crossing}, {data, grid}) => grid.map((settings) => {
  const found = Object.values(ways(data, settings))
  const [one, spare, two, three] = found.map((way) => (orders) => way(orders).dollars)
  return [one, spare, two].map((way) => crossing(data.model, three, way))
})"""


@pytest.fixture(scope="module")
def data():
    return play.bill()


def ways(data, settings):
    """month.py's four, as tests/claims/cost.py calls it. [dollars(orders)]"""
    price = month.prices()
    share = settings["visits"] / price["traffic"]["visits"]
    price["traffic"] |= {name: settings[name] for name in ("visits", "peak", "busy")}
    factor = share / settings["speed"]
    one, two = (
        month.Work(
            **{kind: work[kind] * factor for kind in month.KINDS}, megabytes=work["megabytes"]
        )
        for work in data["measured"]["work"]
    )
    requests = sum(month.operations(price["traffic"]).values())
    rest = data["measured"]["rest"] * share
    return [
        lambda orders: month.one_machine(orders, one, price),
        lambda orders: month.with_a_spare(orders, one, price),
        lambda orders: month.services(orders, two, price),
        lambda orders: month.functions(orders, requests, rest, price),
    ]


def dollars(way, orders):
    try:
        return way(orders)
    except ValueError:
        return None


def cents(found):
    return [[None if one is None else round(one * 100) for one in row] for row in found]


def test_each_bill_is_equal_to_the_cent(data, model):
    given = {"data": _plain(data), "grid": SETTINGS, "orders": ORDERS}
    theirs = model("month.js", DOLLARS, given)
    for settings, found in zip(SETTINGS, theirs, strict=True):
        ours = [[dollars(way, many) for way in ways(data, settings)] for many in ORDERS]
        assert cents(found) == cents(ours), settings
    flat = [one for rows in theirs for row in rows for one in row]
    assert None in flat and len(flat) == len(SETTINGS) * len(ORDERS) * 4


def test_the_lines_cross_at_the_same_orders(data, model):
    grid = [each for each in SETTINGS if each["busy"] == 0.5 and each["peak"] == 5]
    theirs = model("month.js", CROSSINGS, {"data": _plain(data), "grid": grid})
    for settings, found in zip(grid, theirs, strict=True):
        one, spare, two, three = ways(data, settings)
        ours = [_crossing(three, way) for way in (one, spare, two)]
        assert found == pytest.approx(ours), settings


def _crossing(cheap, dear):
    try:
        return month.crossing(cheap, dear)
    except ValueError:
        return None


def test_its_constants_and_prices_are_those_of_the_model(data):
    assert data["price"] == month.prices()
    assert (data["model"]["hours"], data["model"]["step"]) == (month.HOURS, month.STEP)
    assert (data["model"]["looks"], data["model"]["buying"]) == (month.LOOKS, month.BUYING)


def test_it_begins_with_what_the_box_says(data):
    """Within what the box has rounded off; at the largest scale a whole step may hang on that."""
    box = (ROOT / play.COST).read_text("utf-8")
    settings = {"visits": 50, "peak": 5, "busy": 0.5, "speed": 1}
    found = ways(data, settings)
    rows = re.findall(r"^  (stage \d.*?)  +([\d,]+) +([\d,]+) +([\d,]+)$", box, re.M)
    assert len(rows) == 4
    for (name, *shown), way in zip(rows, found, strict=True):
        small, middle, _ = (int(each.replace(",", "")) for each in shown)
        assert way(1_000) == pytest.approx(small, abs=1), name
        assert way(100_000) == pytest.approx(middle, rel=0.02), name


@pytest.mark.parametrize("cut", ["stage 2: shop", "Lambda", "2026"])
def test_another_box_is_refused(cut):
    box = (ROOT / play.COST).read_text("utf-8")
    with pytest.raises(ValueError, match="cost.txt"):
        play.measured(box.replace(cut, ""))


def test_a_reader_moves_a_line(visit):
    page = visit("bill")
    page.sees("At 100,000 orders a month, the cheapest is stage 1, one machine")
    crossing = page.place.locator(".bill-crossings li").first
    before = crossing.inner_text()
    views = page.place.get_by_label("Page views per order")
    views.focus()
    page.page.keyboard.press("Home")
    assert crossing.inner_text() != before
    page.press("A success")
    page.sees("At 10,000,000 orders a month")


def test_axe_finds_nothing_and_nothing_is_wider_than_the_screen(visit):
    page = visit("bill")
    page.press("Many browse, few buy")
    assert page.clean() == []


def _plain(data):
    return {**data, "price": {**data["price"], "looked_up": ""}}
