"""Both releases write while the steps run, in threads, each with a connection of its own."""

import importlib
import sqlite3
import sys
import threading
from contextlib import closing
from types import SimpleNamespace

import pytest

from machinery.exercise import copy_of

ROWS, NEW = 500, 60


@pytest.fixture(scope="module")
def code():
    """The copy's modules."""
    sys.path.insert(0, str(copy_of("5.7")))
    names = ("release_1", "release_2", "steps")
    found = {name: importlib.import_module(f"weights.{name}") for name in names}
    sys.path.pop(0)
    return SimpleNamespace(**found)


@pytest.fixture
def connect(tmp_path):
    """connect() opens the database, where each statement commits by itself."""
    with closing(_open(tmp_path)) as db:
        db.execute("CREATE TABLE products (id TEXT PRIMARY KEY, name TEXT NOT NULL)")
        db.executemany("INSERT INTO products VALUES (?, ?)", [(str(n), "cup") for n in range(ROWS)])
    return lambda: _open(tmp_path)


def _open(folder):
    return sqlite3.connect(folder / "shop.db", timeout=30, isolation_level=None)


@pytest.fixture
def db(connect):
    with closing(connect()) as db:
        yield db


def without_weight(db):
    return db.execute("SELECT count(*) FROM products WHERE grams IS NULL").fetchone()[0]


def filled(code, db, most=50):
    for _ in range(ROWS):
        if not code.steps.backfill(db, most):
            return
    raise AssertionError("It never ends.")


def test_the_old_release_goes_on_after_expand(code, db):
    code.steps.expand(db)
    code.release_1.add(db, "new", "tray")
    assert code.release_1.read(db, "new") == {"id": "new", "name": "tray"}


def test_what_was_not_weighed_is_not_taken_for_weighed(code, db):
    code.steps.expand(db)
    assert without_weight(db) == ROWS


def test_the_new_release_reads_what_the_old_one_wrote(code, db):
    code.steps.expand(db)
    code.release_1.add(db, "new", "tray")
    assert code.release_2.read(db, "new")["grams"] == code.release_2.ASSUMED


def test_each_step_may_be_run_again(code, db):
    for _ in range(2):
        code.steps.expand(db)
    filled(code, db)
    for _ in range(2):
        code.steps.contract(db)


def test_a_few_rows_are_filled_at_a_time(code, db):
    code.steps.expand(db)
    assert [code.steps.backfill(db, 200) for _ in range(4)] == [200, 200, 100, 0]


def test_a_weight_that_was_measured_stays(code, db):
    code.steps.expand(db)
    code.release_2.weigh(db, "7", 1234)
    filled(code, db)
    assert code.release_2.read(db, "7")["grams"] == 1234


def test_contract_waits_for_the_last_row(code, db):
    code.steps.expand(db)
    with pytest.raises(code.steps.NotYet):
        code.steps.contract(db)
    code.release_1.add(db, "new", "tray")  # so the old release still works


def test_after_contract_no_row_is_without(code, db):
    code.steps.expand(db)
    filled(code, db)
    code.steps.contract(db)
    with pytest.raises(sqlite3.IntegrityError):
        code.release_1.add(db, "late", "tray")
    with pytest.raises(sqlite3.IntegrityError):
        db.execute("UPDATE products SET grams = NULL WHERE id = '1'")
    code.release_2.add(db, "new", "tray", 800)


def test_both_releases_sell_while_the_steps_run(code, connect, db):
    code.steps.expand(db)
    troubles = []

    def write(prefix, add):
        try:
            with closing(connect()) as own:
                for number in range(NEW):
                    add(own, f"{prefix}{number}")
        except sqlite3.Error as error:
            troubles.append(error)

    old = threading.Thread(target=write, args=("old", lambda *at: code.release_1.add(*at, "cup")))
    new = threading.Thread(
        target=write, args=("new", lambda *at: code.release_2.add(*at, "cup", 9))
    )
    for thread in (old, new):
        thread.start()
    while old.is_alive() or new.is_alive():
        code.steps.backfill(db, 10)
    for thread in (old, new):
        thread.join()
    filled(code, db)
    code.steps.contract(db)
    assert not troubles and without_weight(db) == 0
    grams = dict(db.execute("SELECT id, grams FROM products"))
    assert len(grams) == ROWS + 2 * NEW
    assert {grams[f"new{number}"] for number in range(NEW)} == {9}
