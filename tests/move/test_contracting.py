"""The last step of a unit removes the old tables and files, and with them the way back."""

import pytest

from move import contracting, mover, plan, rows, steps, units
from move.databases import has

from . import made
from .conftest import create
from .walking import Died, Shop, in_order

CONTRACT = ["seal", "unfollow", "remove"]


@pytest.fixture
def sides(sides, empty):
    """Create removed tables again after the test."""
    yield sides
    create("old", empty["old"])


@pytest.fixture
def moved(sides, files, monkeypatch):
    """The catalog on the new side, with three products, one of them with an image."""
    monkeypatch.setattr(steps, "IN_FLIGHT", 0)
    monkeypatch.setattr(mover, "TRIED_AGAIN_AFTER", 0)
    files[0].update({"pictures/p/1": b"1", "pictures/p/1.thumb": b"t"})
    for picture in ("pictures/p/1", None, None):
        made.product(sides.old, stock=(1, 0, 0), picture=picture)
    found = Shop(sides, units.CATALOG)
    found.move("new")
    found.taken.clear()
    return found


def is_contracted(moved):
    sides = moved.sides
    return (
        contracting.is_sealed(moved.unit, sides.open)
        and not contracting.is_followed(moved.unit, sides.open)
        and not has(sides.old, "products")
    )


def triggers(database, table):
    query = "SELECT tgname FROM pg_trigger WHERE tgrelid = to_regclass(%s) AND NOT tgisinternal"
    return {row["tgname"] for row in database.execute(query, [table])}


def test_what_serves_the_way_back_is_gone(moved, files):
    sides = moved.sides
    moved.move("alone")
    assert in_order(moved.taken) == CONTRACT and is_contracted(moved)
    assert moved.holders() == ["new"] and moved.shown() == "new"
    assert files == ({}, {"pictures/p/1": b"1", "pictures/p/1.thumb": b"t"})
    assert triggers(sides.catalog, "products") == set()
    assert sides.old.execute("SELECT follower FROM move_changes").fetchall() == []
    sides.catalog.execute("UPDATE products SET price = 5")
    assert sides.catalog.execute("SELECT follower FROM move_changes").fetchall() == []


def test_the_stock_which_stays_is_followed_as_before(moved):
    sides = moved.sides
    moved.move("alone")
    sides.old.execute("UPDATE stock SET available = 9, sold = 2")
    sides.carry(*[each.name for each in rows.of("catalog")])
    found = sides.catalog.execute("SELECT DISTINCT available, sold FROM products").fetchall()
    assert found == [{"available": 9, "sold": 2}]


@pytest.mark.parametrize("step", CONTRACT)
@pytest.mark.parametrize("goal", ["alone", "new", "ready", "stay"])
def test_whatever_is_wanted_after_a_kill_it_is_finished(moved, step, goal):
    with pytest.raises(Died):
        moved.move("alone", die_after=step)
    moved.move(goal)
    assert is_contracted(moved) and moved.holders() == ["new"] and moved.shown() == "new"


@pytest.mark.parametrize(
    "place", ["authority.unfence", "capture.remove", "_drop"], ids=lambda place: place
)
def test_a_kill_within_a_step_leaves_it_to_be_made_again(moved, monkeypatch, place):
    """The kill comes halfway through a step, or right before its end."""
    target = f"move.contracting.{place}"

    def killed(*_):
        raise Died

    with monkeypatch.context() as patch:
        patch.setattr(target, killed)
        with pytest.raises(Died):
            moved.move("alone")
    assert contracting.is_sealed(moved.unit, moved.sides.open) and not is_contracted(moved)
    moved.move("ready")
    assert is_contracted(moved)


def test_a_trigger_that_is_gone_before_its_notes_is_no_end(moved, monkeypatch):
    """Notes left over would make a follower write to a removed table."""
    sides = moved.sides
    sides.catalog.execute("UPDATE products SET price = 6")
    sides.catalog.execute("DROP TRIGGER move_note_products_back ON products")
    assert contracting.is_followed(moved.unit, sides.open)
    moved.move("alone")
    assert sides.catalog.execute("SELECT * FROM move_changes").fetchall() == []


def test_a_mover_that_was_frozen_before_a_way_back_cannot_begin_it_any_more(moved):
    frozen = mover.Mover()
    [late] = [each for each in frozen._moves if each.unit == moved.unit]
    step, transfer = plan.next_step(late, "ready")
    step.do(late, transfer)  # hold
    step, transfer = plan.next_step(late, "ready")
    assert step == steps.FENCE
    moved.move("alone")
    step.do(late, transfer)
    assert moved.holders() == ["new"] and is_contracted(moved)
    frozen.close()


def test_a_unit_that_the_old_side_holds_moves_first(sides, files, monkeypatch):
    monkeypatch.setattr(steps, "IN_FLIGHT", 0)
    made.product(sides.old)
    found = Shop(sides, units.CATALOG)
    found.move("alone")
    assert in_order(found.taken)[-4:] == ["release", *CONTRACT]


def test_a_table_that_stage_1_still_writes_stays(sides, monkeypatch):
    """Orders write notifications, so the checkout has to move first."""
    monkeypatch.setattr(steps, "IN_FLIGHT", 0)
    found = Shop(sides, units.NOTIFICATIONS)
    found.move("alone")
    assert found.holders() == ["new"] and has(sides.old, "notifications")
    assert not contracting.is_sealed(found.unit, sides.open)
    found.move("ready")
    assert found.holders() == ["old"]
