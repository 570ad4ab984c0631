"""What a cache in front answers is no work of the shop's. The month.py of the copy is asked."""

import importlib.util
import sys
import tomllib

import pytest

from machinery.exercise import copy_of

BENCH = copy_of("8.1") / "tests/bench"


@pytest.fixture
def month():
    spec = importlib.util.spec_from_file_location("month_of_the_copy", BENCH / "month.py")
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module  # a dataclass looks its module up
    spec.loader.exec_module(module)
    return module


def looks(found):
    return {name: times for name, times in found.items() if name.startswith("a ")}


def test_what_the_cache_answers_does_not_reach_the_shop(month):
    found = month.operations({"visits": 40, "from_cache": 0.9})
    assert looks(found) == pytest.approx({"a list of 20": 12, "a product": 20})


def test_buying_always_reaches_the_shop(month):
    found = month.operations({"visits": 40, "from_cache": 1.0})
    assert (found["put in the cart"], found["place an order"]) == (1, 1)
    assert sum(looks(found).values()) == pytest.approx(0)


def test_without_a_cache_all_is_as_it_was(month):
    uncached = {"a list of 20": 120, "a product": 200}
    assert looks(month.operations({"visits": 40})) == uncached
    assert looks(month.operations({"visits": 40, "from_cache": 0})) == uncached


def test_the_assumption_stands_with_the_others():
    traffic = tomllib.loads((BENCH / "servers.toml").read_text())["traffic"]
    assert 0 < traffic["from_cache"] <= 1
