"""No write commits on the old side after the switch: the new side would never get it.

On real databases, with the copy's own code. The tests prescribe no kind of lock.
"""

import threading
import time
from contextlib import contextmanager

import psycopg
import pytest

from move import authority, databases
from tests.move import made

pytest_plugins = ["tests.move.conftest"]  # PostgreSQL, and `sides` of a move

UNIT = "catalog"
WAITING = "SELECT count(*) AS waiting FROM pg_locks WHERE NOT granted"
WITHIN = 10  # seconds


@pytest.fixture
def fenced(sides, monkeypatch):
    """Both sides, of which the old one holds the catalog; it has one product."""
    monkeypatch.setattr(authority, "HURRY", "SET LOCAL lock_timeout = 0", raising=False)
    sides.expand(UNIT)
    made.product(sides.old)
    return sides


def close(sides):
    """The first half of a switch, as the mover does it: from now on the old side may not write."""
    with databases.connect_to(sides.urls["old"]) as mover:
        was = authority.state(mover, UNIT)
        return authority.flip(mover, UNIT, was, "nobody", within=WITHIN)


def price(sides):
    return made.rows(sides.old, "products")[0]["price"]


def soon(happened):
    deadline = time.monotonic() + WITHIN
    while not happened():
        assert time.monotonic() < deadline
        time.sleep(0.01)


@contextmanager
def meanwhile(work):
    """work() in a thread of its own, which has ended when the `with` ends."""
    thread = threading.Thread(target=work)
    thread.start()
    try:
        yield thread
    finally:
        thread.join(WITHIN)
    assert not thread.is_alive(), "it still waits"


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE products SET price = 2",
        "DELETE FROM products",
        "INSERT INTO products SELECT * FROM products",
    ],
)
def test_after_the_switch_the_old_side_refuses_each_write(fenced, statement):
    assert close(fenced)
    with pytest.raises(psycopg.Error) as error:
        fenced.old.execute(statement)
    assert error.value.sqlstate == authority.FENCED


def test_the_new_side_refuses_writes_until_it_holds(fenced):
    with pytest.raises(psycopg.Error) as error:
        made.product(fenced.catalog)
    assert error.value.sqlstate == authority.FENCED


def test_a_follower_writes_where_nobody_else_may(fenced):
    assert close(fenced)
    fenced.carry("products", "stock")
    assert len(made.rows(fenced.catalog, "products")) == 1


def test_no_write_in_flight_commits_after_the_switch(fenced):
    """A clerk's transaction has written and not committed when the switch comes."""
    seen = []
    clerk = databases.connect_to(fenced.urls["old"])
    with meanwhile(lambda: seen.append(price(fenced)) if close(fenced) else None) as switch:
        try:
            with clerk.transaction():
                clerk.execute("UPDATE products SET price = 7")
                soon(lambda: _waits(clerk) or not switch.is_alive())
        finally:
            clerk.close()
    assert seen == [price(fenced)], "the new side got a price, and then the old side changed it"


def test_no_write_that_was_let_in_before_commits_after_the_switch(fenced):
    """The switch has begun and not committed when the clerk writes."""
    seen, refused = [], []

    def write():
        with databases.connect_to(fenced.urls["old"]) as clerk:
            try:
                clerk.execute("UPDATE products SET price = 7")
            except psycopg.Error as error:
                refused.append(error.sqlstate)

    holder = databases.connect_to(fenced.urls["old"])  # keeps the switch from committing
    with meanwhile(lambda: seen.append(price(fenced)) if close(fenced) else None) as switch:
        with holder.transaction():
            holder.execute("SELECT * FROM move_state FOR UPDATE")
            soon(lambda: _waits(holder, 1) or not switch.is_alive())
            thread = threading.Thread(target=write)
            thread.start()
            soon(lambda: _waits(holder, 2) or not thread.is_alive())
        thread.join(WITHIN)
    holder.close()
    assert not thread.is_alive() and set(refused) <= {authority.FENCED}
    assert seen == [price(fenced)], "the new side got a price, and then the old side changed it"


def test_a_write_that_never_ends_keeps_the_unit_where_it_is(fenced, monkeypatch):
    monkeypatch.undo()
    clerk = databases.connect_to(fenced.urls["old"])
    with clerk.transaction(force_rollback=True):
        clerk.execute("UPDATE products SET price = 7")
        with databases.connect_to(fenced.urls["old"]) as mover, pytest.raises(TimeoutError):
            authority.flip(mover, UNIT, authority.state(mover, UNIT), "nobody", within=0.2)
    clerk.close()
    assert authority.state(fenced.old, UNIT).holder == "old"


def _waits(connection, how_many=1):
    found = connection.execute(WAITING).fetchone()
    return found["waiting"] >= how_many
