"""A follower that stops at any point loses no row. On real databases, with the copy's own code."""

import signal
import subprocess
import sys
from dataclasses import replace

import psycopg
import pytest

from move import databases, rows
from move.follower import Follower
from tests.move import made

pytest_plugins = ["tests.move.conftest"]  # PostgreSQL, and `sides` of a move

# A follower in a process of its own, killed by SIGKILL in the middle of its first round.
KILLED = """
import os, signal, sys
from dataclasses import replace
from move import rows
from move.follower import Follower

direction = rows.named("products")

def read(database, keys):
    if sys.argv[1] == "read":
        os.kill(os.getpid(), signal.SIGKILL)
    return direction.read(database, keys)

def write(database, found, gone):
    direction.write(database, found, gone)
    os.kill(os.getpid(), signal.SIGKILL)

Follower(replace(direction, read=read, write=write)).some()
"""
FAILS = """
CREATE FUNCTION fails() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN RAISE EXCEPTION 'no space left on device'; END $$;
CREATE CONSTRAINT TRIGGER fails AFTER INSERT OR UPDATE ON products
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION fails();
"""


@pytest.fixture
def products(sides):
    """Their ids: three, noted and not carried over yet."""
    sides.expand("catalog")
    return sorted(made.product(sides.old) for _ in range(3))


def arrived(sides):
    return [row["id"] for row in made.rows(sides.catalog, "products")]


@pytest.mark.parametrize("point", ["read", "write"])
def test_a_killed_follower_loses_no_row(sides, products, point):
    """point: the killed follower had just read the notes, or had written the rows."""
    words = [sys.executable, "-c", KILLED, point]
    killed = subprocess.run(words, capture_output=True, text=True, timeout=120)
    assert killed.returncode == -signal.SIGKILL, killed.stderr
    sides.carry("products")
    assert arrived(sides) == products, "the next follower found no note of these rows"


def test_a_commit_that_fails_loses_no_row(sides, products):
    """The writes succeeded, and the target's disk was full when they were to be committed."""
    sides.catalog.execute(FAILS)
    follower = sides.follower("products")
    try:
        with pytest.raises(psycopg.Error):
            follower.some()
    finally:
        follower.close()
        sides.catalog.execute("DROP FUNCTION fails CASCADE")
    sides.carry("products")
    assert arrived(sides) == products


def test_a_change_during_a_round_reaches_the_other_side(sides, products):
    """The row changes after the follower has read it, and before the round ends."""
    direction = rows.named("products")

    def write(database, found, gone):
        with databases.connect_to(sides.urls["old"]) as clerk:
            clerk.execute("UPDATE products SET price = 7")
        direction.write(database, found, gone)

    follower = Follower(replace(direction, write=write))
    follower.some()
    follower.close()
    sides.carry("products")
    assert {row["price"] for row in made.rows(sides.catalog, "products")} == {7}


def test_what_was_carried_over_is_not_carried_again(sides, products):
    follower = sides.follower("products")
    assert [follower.some(), follower.some()] == [3, 0]
    follower.close()
    assert arrived(sides) == products
