"""What was in carts before the move is copied, and what happens afterwards is written twice.

The shop's database is looked into here, which the contract suite never does: that two tables agree
is nothing a client can see before the old one is gone.
"""

import os
import sqlite3
import subprocess
import sys

import pytest

from machinery.exercise import copy_of

COPY = copy_of("7.2")
STAGE = COPY / "stage1-monolith"
UPGRADE = """
import sys
from alembic import command
from alembic.config import Config
command.upgrade(Config("alembic.ini"), sys.argv[1])
"""
BUSY_LIFE = """
from shop import commands, db, tables
from shop.accounts import usecases as accounts
from shop.cart import store
from shop.catalog import usecases as catalog

commands.prepare()
asked = {"q": None, "category": None, "min_price": None, "max_price": None, "sort": "newest"}
cup, pot, lamp = (each["id"] for each in catalog.find(asked, 2, None)[0])
user_id = commands._find("customer@shop.example").id
steps = {
    "put in": lambda tx: [store.put(tx, user_id, each, 1) for each in (cup, pot, lamp)],
    "changed": lambda tx: store.put(tx, user_id, cup, 7),
    "taken out": lambda tx: store.remove(tx, user_id, pot),
    "bought": lambda tx: store.renew(tx, user_id),
    "put in again": lambda tx: store.put(tx, user_id, pot, 2),
}

def show(step):
    with db.reading() as tx:
        both = [tx.execute(table.select()).all() for table in (store.items, store.moved)]
    print(step, sorted(map(tuple, both[0])) == sorted(map(tuple, both[1])), flush=True)

with db.transaction("begin") as tx:
    store.lock(tx, user_id)
for step, act in steps.items():
    with db.transaction("act") as tx:
        act(tx)
    show(step)
accounts.close_account(user_id)
show("account closed")
"""


def run(script, data, *words):
    path = os.pathsep.join(map(str, [STAGE, COPY / "shared"]))
    env = {**os.environ, "DATA": str(data), "DATABASE_URL": "", "PYTHONPATH": path}
    words = [sys.executable, "-c", script, *words]
    ran = subprocess.run(words, cwd=STAGE, env=env, capture_output=True, text=True, timeout=120)
    assert ran.returncode == 0, ran.stderr[-2000:]
    return ran.stdout


@pytest.fixture
def old_shop(tmp_path):
    """The database as it was before the move, with something in two carts."""
    run(UPGRADE, tmp_path, "0001")
    rows = [("ada", "cup", 2, 1), ("ada", "pot", 1, 2), ("bob", "cup", 5, 1)]
    with sqlite3.connect(tmp_path / "shop.db") as database:
        columns = "user_id, product_id, quantity, position"
        database.executemany(f"INSERT INTO cart_items ({columns}) VALUES (?, ?, ?, ?)", rows)
    return tmp_path, rows


def test_what_was_in_carts_before_is_copied(old_shop):
    data, rows = old_shop
    run(UPGRADE, data, "head")
    with sqlite3.connect(data / "shop.db") as database:
        columns = "user_id, product_id, quantity, position"
        found = database.execute(f"SELECT {columns} FROM basket_lines").fetchall()
        kept = database.execute(f"SELECT {columns} FROM cart_items").fetchall()
    assert sorted(found) == rows
    assert sorted(kept) == rows  # else there is no way back


def test_both_tables_say_the_same_after_every_step(tmp_path):
    said = run(BUSY_LIFE, tmp_path).strip().splitlines()
    assert [line for line in said if line.endswith("False")] == []
    assert len(said) == 6
