"""A shop on SQLite is followed by PostgreSQL, and then holds nothing anymore. On real databases."""

import sqlite3
import threading

import psycopg
import pytest
import sqlalchemy as sa

from move import sqlite
from shop import db as of_shop
from shop_rules import ids
from tests.move import made

pytest_plugins = ["tests.move.conftest"]  # PostgreSQL, with the tables of stage 1

FAILS = """
CREATE FUNCTION fails() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN RAISE EXCEPTION 'no space left on device'; END $$;
CREATE CONSTRAINT TRIGGER fails AFTER INSERT OR UPDATE ON products
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION fails();
"""


class Old:
    """Stage 1 on SQLite, with a product, its stock, and a customer with a session."""

    def __init__(self, file):
        self.file = file
        self.database = self.connected()
        self.product = self.add("products", made.PRODUCT)
        self.database.execute("INSERT INTO stock VALUES (?, 5, 0, 0)", [self.product])
        user = {"email": "ada", "email_key": "ada", "name": "Ada", "role": "customer"}
        user |= {"password_hash": "x", "mfa_enabled": True, "mfa_last_step": 0}
        self.add("sessions", {"user_id": self.add("users", user), "expires_at": "2027"})

    def connected(self):
        database = sqlite3.connect(self.file, isolation_level=None, check_same_thread=False)
        database.execute("PRAGMA foreign_keys = ON")
        return database

    def add(self, table, row):
        row = {"id": ids.new_id(), **row}
        marks = ", ".join("?" * len(row))
        statement = f"INSERT INTO {table} ({', '.join(row)}) VALUES ({marks})"
        self.database.execute(statement, list(row.values()))
        return row["id"]


def rows(database, table):
    """As tuples, in which 1 is True, as Python has it."""
    found = database.execute(f"SELECT * FROM {table}").fetchall()
    return sorted(tuple(row.values() if isinstance(row, dict) else row) for row in found)


@pytest.fixture
def old(tmp_path):
    engine = sa.create_engine(f"sqlite:///{tmp_path}/shop.db")
    of_shop.metadata.create_all(engine)
    engine.dispose()
    found = Old(tmp_path / "shop.db")
    sqlite.install(found.database)
    yield found
    found.database.close()


@pytest.fixture
def new(sides):
    return sides.old  # PostgreSQL


def carried(old, new):
    while sqlite.carry(old.database, new):
        pass
    return {table: rows(new, table) == rows(old.database, table) for table in sqlite.TABLES}


ALL = dict.fromkeys(sqlite.TABLES, True)


def test_what_was_there_before_arrives_with_its_booleans(old, new):
    sqlite.note_all(old.database)
    assert carried(old, new) == ALL
    assert new.execute("SELECT mfa_enabled FROM users").fetchone()["mfa_enabled"] is True


def test_every_change_arrives_and_is_carried_over_once(old, new):
    sqlite.note_all(old.database)
    carried(old, new)
    old.database.execute("UPDATE products SET price = 7")
    old.database.execute("UPDATE stock SET available = 4")
    old.add("products", {**made.PRODUCT, "archived": True})
    old.database.execute("BEGIN")
    old.database.execute("UPDATE products SET price = 8")
    old.database.execute("ROLLBACK")  # so nothing is noted
    assert carried(old, new) == ALL and sqlite.carry(old.database, new) == 0
    old.database.execute("DELETE FROM products WHERE id <> ?", [old.product])
    assert carried(old, new) == ALL


def test_what_a_foreign_key_deletes_is_deleted_there(old, new):
    sqlite.note_all(old.database)
    carried(old, new)
    old.database.execute("DELETE FROM users")
    assert rows(old.database, "sessions") == [] and carried(old, new) == ALL


def test_a_commit_that_fails_loses_nothing(old, new):
    sqlite.note_all(old.database)
    new.execute(FAILS)
    try:
        with pytest.raises(psycopg.Error):
            sqlite.carry(old.database, new)
    finally:
        new.execute("DROP FUNCTION fails CASCADE")
    assert carried(old, new) == ALL


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE products SET price = 2",
        "DELETE FROM sessions",
        "INSERT INTO stock VALUES ('x',0,0,0)",
    ],
)
def test_after_the_switch_sqlite_refuses_each_write_and_is_still_carried(old, new, statement):
    sqlite.note_all(old.database)
    sqlite.give_up(old.database)
    with pytest.raises(sqlite3.Error):
        old.database.execute(statement)
    assert carried(old, new) == ALL


def test_the_switch_waits_for_a_write_in_flight(old):
    closed, mover = [], old.connected()

    def give_up():
        sqlite.give_up(mover)
        closed.append(rows(old.database, "products"))

    thread = threading.Thread(target=give_up)
    old.database.execute("BEGIN IMMEDIATE")
    old.database.execute("UPDATE products SET price = 7")
    thread.start()
    thread.join(0.3)
    old.database.execute("COMMIT")
    thread.join(10)
    assert closed == [rows(old.database, "products")]
    mover.close()
