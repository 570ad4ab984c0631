"""After a mover dies at any step, the next one continues, or takes the unit back."""

import itertools
import time

import pytest

from move import authority, config, databases, journal, mover, plan, rows, steps, units
from move.authority import State

from .walking import Died, in_order, with_a_unit

FORWARD = "expand copy compare hold fence drain admit inform release".split()
BACK = "hold fence drain admit inform release".split()


def test_a_unit_goes_there_and_back(shop):
    shop.move("new")
    assert in_order(shop.taken) == FORWARD
    assert shop.holders() == ["new"] and shop.shown() == "new" and shop.sees()
    shop.taken.clear()
    shop.move("ready")
    assert in_order(shop.taken) == BACK
    assert shop.holders() == ["old"] and shop.shown() == "old" and shop.sees()
    shop.move("stay")
    assert authority.state(shop.sides.old, shop.unit.name) is None


def test_it_waits_before_the_hand_over_when_no_more_is_wanted(shop):
    shop.move("ready")
    assert in_order(shop.taken) == ["expand", "copy", "compare"]
    assert shop.holders() == ["old"] and shop.sees()


@with_a_unit(["step"], zip(FORWARD))
def test_the_next_mover_goes_on_after_each_step(shop, step):
    with pytest.raises(Died):
        shop.move("new", die_after=step)
    shop.move("new")
    assert shop.holders() == ["new"] and shop.shown() == "new" and shop.sees()


@with_a_unit(["step"], zip(FORWARD))
def test_the_next_mover_takes_it_back_after_each_step(shop, step):
    with pytest.raises(Died):
        shop.move("new", die_after=step)
    shop.move("stay")
    assert shop.holders() == ["old"] and shop.shown() == "old"
    shop.move("new")
    assert shop.holders() == ["new"] and shop.sees()


@with_a_unit(["goal", "step"], itertools.product(["ready", "new"], BACK))
def test_the_same_on_the_way_back(shop, step, goal):
    shop.move("new")
    with pytest.raises(Died):
        shop.move("ready", die_after=step)
    shop.move(goal)
    side = "new" if goal == "new" else "old"
    assert shop.holders() == [side] and shop.shown() == side and shop.sees()


def test_while_a_unit_changes_hands_nobody_holds_and_then_one(shop):
    held = []
    holders = shop.holders
    shop.holders = lambda: held.append(tuple(holders())) or list(held[-1])
    shop.move("new")
    states = [each for n, each in enumerate(held) if n == 0 or each != held[n - 1]]
    assert states == [("old",), (), ("new",)]


def test_a_mover_that_was_frozen_two_epochs_ago_changes_nothing(shop):
    """It saw that the giver was fenced, and was stopped right before it admitted the taker."""
    with pytest.raises(Died):
        shop.move("new", die_after="drain")
    frozen = mover.Mover()
    [late] = [each for each in frozen._moves if each.unit == shop.unit]
    late.look()
    seen = list(zip(late.places("new"), late.seen["new"], strict=True))
    shop.move("ready")
    shop.move("new")
    shop.move("ready")
    for place, state in seen:
        assert not place.flip(state, "new", epoch=99)
    assert shop.holders() == ["old"]
    frozen.close()


def test_a_hand_over_that_takes_too_long_is_taken_back_and_tried_again(shop, monkeypatch):
    with pytest.raises(Died):
        shop.move("new", die_after="fence")
    with monkeypatch.context() as patch, pytest.raises(Died):
        patch.setattr(plan, "GIVEN_UP_AFTER", 0)
        shop.move("new", die_after="unfence")
    assert shop.holders() == ["old"] and shop.shown() == "old"
    assert journal.journal(config.config().data)["told"][shop.unit.name]["error"]
    shop.move("new")
    assert shop.holders() == ["new"]


def test_a_paused_mover_takes_no_step_but_finishes_a_hand_over(shop):
    with pytest.raises(Died):
        shop.move("new", die_after="fence")
    wanted = {"goals": {shop.unit.name: "new"}, "paused": True}
    journal.want(config.config().data, wanted)
    works = mover.Mover()
    while works.round():
        pass
    assert shop.holders() == ["new"] and shop.shown() == "new"
    journal.want(config.config().data, {"goals": {shop.unit.name: "ready"}, "paused": True})
    assert not works.round() and shop.holders() == ["new"]
    works.close()


def test_only_one_mover_works(shop):
    first, second = mover.Mover(), mover.Mover()
    assert first.is_alone() and not second.is_alone()
    first.close()
    deadline = time.monotonic() + 10  # PostgreSQL ends a session a moment after its client
    while not second.is_alone():
        assert time.monotonic() < deadline
    second.close()


def test_a_row_that_differs_is_repaired_before_the_hand_over(shop, monkeypatch):
    shop.move("ready")
    direction = next(
        each
        for each in reversed(rows.of(shop.unit.name))
        if each.way == "forward" and each.whole and not each.store
    )
    target = shop.sides.open[direction.target]
    with target.transaction():
        target.execute("SET LOCAL move.follows = 'on'")
        target.execute(f"DELETE FROM {direction.into}")
    told = journal.journal(config.config().data)
    told["told"][shop.unit.name]["differing"] = -1
    journal.write_journal(config.config().data, told)
    shop.move("new")
    assert shop.sees()


def test_a_write_that_never_ends_keeps_the_unit_where_it_is(sides, shop, monkeypatch):
    if not shop.unit.fenced:
        pytest.skip("no fence, so nobody to wait for")
    shop.move("ready")
    monkeypatch.setattr(steps, "FENCED_WITHIN", 0.2)
    writer = databases.connect_to(sides.urls["old"])
    with writer.transaction(force_rollback=True):
        writer.execute(f"UPDATE {shop.unit.fenced['old'][0]} SET id = id")
        with pytest.raises(Died):
            shop.move("new", die_after="fence")
    assert shop.holders() == ["old"] and shop.shown() == "old"
    assert sides.open and State("old", 1) == authority.state(sides.old, shop.unit.name)
    writer.close()


def test_a_unit_that_changes_hands_comes_before_all_others(sides, shop, monkeypatch):
    """Otherwise its requests would wait while another unit is copied."""
    with pytest.raises(Died):
        shop.move("new", die_after="hold")
    all_units = dict.fromkeys(units.NAMES, "new")
    journal.want(config.config().data, {"goals": all_units, "paused": False})
    works, taken = mover.Mover(), []
    further = works._further
    works._further = lambda move, wanted: taken.append(move.unit.name) or further(move, wanted)
    while shop.shown() == "nobody":
        works.round()
    assert set(taken) == {shop.unit.name}
    works.close()
