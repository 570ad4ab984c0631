"""The figures of the choice are those of the cost model, and its reasons are there to be read."""

import tomllib
from functools import partial

import pytest

from machinery import play
from machinery.exercise import copy_of
from tests.bench import month

BUDGET = 100  # dollars a month
NOW, THEN = 12_000, 120_000  # orders a month
VISITS, PEAK = 5, 20
SAFE = ("stage 1 and a spare", "stage 2", "stage 3")  # they go on when a machine dies


@pytest.fixture(scope="module")
def choice():
    return tomllib.loads((copy_of("8.3") / "choice.toml").read_text("utf-8"))


@pytest.fixture(scope="module")
def ways():
    """{way: dollars a month of so many orders}, as the bill explorer calculates them."""
    data, price = play.bill(), month.prices()
    share = VISITS / price["traffic"]["visits"]
    price["traffic"] |= {"visits": VISITS, "peak": PEAK}
    one, two = (
        month.Work(
            **{kind: each[kind] * share for kind in month.KINDS}, megabytes=each["megabytes"]
        )
        for each in data["measured"]["work"]
    )
    requests = sum(month.operations(price["traffic"]).values())
    rest = data["measured"]["rest"] * share
    return {
        "stage 1, one machine": partial(month.one_machine, work=one, price=price),
        "stage 1 and a spare": partial(month.with_a_spare, work=one, price=price),
        "stage 2": partial(month.services, work=two, price=price),
        "stage 3": partial(month.functions, requests=requests, rest=rest, price=price),
    }


def test_the_sentences_became_figures(choice):
    assert choice["traffic"]["visits"] == VISITS
    assert choice["traffic"]["peak"] == pytest.approx(PEAK, rel=0.05)
    assert (choice["now"]["orders"], choice["in_two_years"]["orders"]) == (NOW, THEN)


def test_it_survives_a_machine_that_dies(choice):
    assert choice["way"] in SAFE


@pytest.mark.parametrize("when", ["now", "in_two_years"])
def test_its_price_is_the_models_and_within_the_budget(choice, ways, when):
    assert choice["way"] in ways
    dollars = ways[choice["way"]](choice[when]["orders"])
    assert choice[when]["dollars"] == pytest.approx(dollars, rel=0.1, abs=1)
    assert dollars <= BUDGET


def test_it_is_known_where_the_lines_cross(choice, ways):
    others = [ways[way] for way in SAFE if way != "stage 3"]
    crossings = [month.crossing(ways["stage 3"], other, most=600_000) for other in others]
    first = min(crossing for crossing in crossings if crossing)
    assert choice["changes_at"]["orders"] == pytest.approx(first, rel=0.1)


def test_there_are_reasons(choice):
    why = choice["why"]
    texts = [*why["factors"], why["against"], why["answer"], why["sign"]]
    assert len(why["factors"]) >= 3 and all(len(text.split()) >= 6 for text in texts)
    assert any(sign.isdigit() for sign in why["sign"]), "A sign is something you can count."
