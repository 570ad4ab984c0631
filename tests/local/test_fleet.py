"""Who stops when, and what becomes of copies that come and go."""

import pytest

from local.fleet import Fleet
from local.part import Part
from local.runner import READY, STOPPED, STOPPING


class Runner:
    """A runner that obeys, at its own pace."""

    def __init__(self, part):
        self.part, self.state = part, READY

    def stop(self):
        self.state = STOPPING


def part(name, **more):
    return Part(name=name, original=name, command=[], again=lambda name, _: part(name), **more)


def fleet(*parts):
    return Fleet(parts, Runner)


def order_of_stopping(fleet):
    """Names, those that stop side by side together."""
    waves = []
    while going := fleet.next_to_stop():
        waves.append({each.part.name for each in going})
        for each in going:
            each.state = STOPPED
    return waves


def test_who_is_needed_or_used_stops_after_those_who_do():
    stage = fleet(part("db"), part("shop", needs=["db"], uses=["bank"]), part("bank"))
    assert order_of_stopping(stage) == [{"shop"}, {"db", "bank"}]


def test_parts_that_use_one_another_stop_side_by_side_before_those_they_need():
    stage = fleet(part("db"), part("a", uses=["b"], needs=["db"]), part("b", uses=["a"]))
    assert order_of_stopping(stage) == [{"a", "b"}, {"db"}]


def test_who_is_stopping_is_waited_for():
    stage = fleet(part("db"), part("shop", after=["db"]))
    stage["shop"].state = STOPPING
    assert [each.part.name for each in stage.next_to_stop()] == ["shop"]


@pytest.fixture
def pair():
    made = fleet(part("a"), part("b"))
    made.scale("a", 2)
    made.tend()
    return made


def test_copies_stand_behind_their_original(pair):
    assert pair.names() == ["a", "a.2", "b"]


def test_one_on_its_way_out_goes_though_it_is_wanted_again_and_a_new_one_comes(pair):
    old = pair["a.2"]
    pair.scale("a", 1)
    pair.tend()
    assert old.state == STOPPING and pair["a.2"] is old
    pair.scale("a", 2)
    pair.tend()
    old.state = STOPPED
    pair.tend()
    assert pair["a.2"].state == READY and pair["a.2"] is not old


def test_one_that_was_stopped_is_kept_until_it_is_not_wanted(pair):
    pair["a.2"].state = STOPPED
    pair.tend()
    assert pair.names() == ["a", "a.2", "b"]
    pair.scale("a", 1)
    pair.tend()
    assert pair.names() == ["a", "b"]
