"""The database decides who may write, even if a process is out of date."""

import threading

import psycopg
import pytest

from move import authority, databases
from move.authority import State

from . import made

UNIT = "catalog"


@pytest.fixture
def fenced(sides):
    sides.expand(UNIT)
    return sides


def state(database):
    return authority.state(database, UNIT)


def hand_over(sides):
    assert authority.flip(sides.old, UNIT, state(sides.old), "nobody")
    assert authority.flip(sides.catalog, UNIT, state(sides.catalog), "new")
    assert authority.flip(sides.old, UNIT, state(sides.old), "new")


def may_write(database):
    try:
        with database.transaction(force_rollback=True):
            database.execute("UPDATE products SET price = 2")
    except psycopg.Error as error:
        assert error.sqlstate == authority.FENCED
        return False
    return True


def test_at_first_the_old_side_holds_and_alone_may_write(fenced):
    assert state(fenced.old) == state(fenced.catalog) == State("old", 1)
    assert may_write(fenced.old) and not may_write(fenced.catalog)


def test_after_a_hand_over_the_new_side_alone_may_write(fenced):
    hand_over(fenced)
    assert state(fenced.old) == State("new", 3) and state(fenced.catalog) == State("new", 2)
    assert may_write(fenced.catalog) and not may_write(fenced.old)


@pytest.mark.parametrize(
    "statement",
    ["DELETE FROM products", "UPDATE products SET price = 2 WHERE id = 'none'"],
)
def test_each_statement_meets_the_fence_also_one_that_finds_no_row(fenced, statement):
    hand_over(fenced)
    with pytest.raises(psycopg.Error) as error:
        fenced.old.execute(statement)
    assert error.value.sqlstate == authority.FENCED
    with pytest.raises(psycopg.Error):
        made.product(fenced.old)


def test_a_change_from_another_state_than_is_there_changes_nothing(fenced):
    was = state(fenced.old)
    assert authority.flip(fenced.old, UNIT, was, "nobody")
    assert not authority.flip(fenced.old, UNIT, was, "new")
    assert not authority.flip(fenced.old, UNIT, State("nobody", 7), "old")
    assert state(fenced.old) == State("nobody", 2)


def test_an_epoch_can_be_raised_over_that_of_the_other_side(fenced):
    assert authority.flip(fenced.catalog, UNIT, state(fenced.catalog), "new", epoch=9)
    assert state(fenced.catalog) == State("new", 9)


def test_the_fence_waits_for_a_writer_in_flight_and_who_comes_later_is_refused(fenced):
    """A fence that read the holder without the lock would lose this race."""
    made.product(fenced.old)
    writer = databases.connect_to(fenced.urls["old"])
    flipped = []
    with writer.transaction():
        writer.execute("UPDATE products SET price = 2")
        thread = threading.Thread(target=lambda: flipped.append(flip_old(fenced)))
        thread.start()
        thread.join(0.3)
        assert not flipped and state(fenced.old).holder == "old"
    thread.join(10)
    assert flipped == [True] and not may_write(writer)
    writer.close()


def flip_old(sides):
    own = databases.connect_to(sides.urls["old"])
    with own:
        return authority.flip(own, UNIT, State("old", 1), "nobody")


def test_a_writer_that_never_ends_makes_the_fence_give_up(fenced):
    made.product(fenced.old)
    writer = databases.connect_to(fenced.urls["old"])
    with writer.transaction(force_rollback=True):
        writer.execute("UPDATE products SET price = 2")
        with pytest.raises(TimeoutError):
            authority.flip(fenced.old, UNIT, State("old", 1), "nobody", within=0.2)
    assert may_write(writer)
    writer.close()


def test_notifications_have_no_fence_since_orders_write_them(sides):
    sides.expand("notifications")
    authority.flip(sides.old, "notifications", State("old", 1), "new")
    reader = made.person(sides.old)
    assert made.notification(sides.old, reader, made.order(sides.old, reader))


def test_a_unit_that_does_not_move_has_no_state(sides):
    assert authority.state(sides.old, UNIT) is None


def test_without_the_lock_a_write_commits_when_nobody_holds(fenced):
    """The control experiment: the same fence without the line that takes the lock."""
    lines = authority.TABLES.read_text().splitlines()
    without = "\n".join(line for line in lines if "PERFORM pg_advisory" not in line)
    assert len(without.splitlines()) == len(lines) - 1
    fenced.old.execute(without)
    made.product(fenced.old)
    writer = databases.connect_to(fenced.urls["old"])
    with writer.transaction():
        writer.execute("UPDATE products SET price = 2")
        assert flip_old(fenced)
    assert state(fenced.old).holder == "nobody"
    assert made.rows(fenced.old, "products")[0]["price"] == 2
    writer.close()
