"""A page of orders takes as many statements for a hundred orders as for one, and says the same.

The copy's own code is run, on a database that its own migrations made.
"""

import json
import os
import subprocess
import sys

import pytest

from machinery.exercise import copy_of

LIMITS = (1, 10, 100)
PROGRAM = """
import json
import sqlalchemy as sa
from shop import commands, db
from shop.catalog import store as catalog
from shop.orders import store
from shop_rules import ids, times

def add(tx, number, new):
    row = tx.execute(catalog.products.select()).first()
    line = {"product_id": row.id, "name": row.name, "unit_price": row.price, "quantity": number}
    store.add(tx, new, "customer", new, [line], "pm_card_visa", {}, times.now())

commands.prepare()
with db.transaction("fill") as tx:
    for number, new in enumerate(sorted(ids.new_id() for _ in range(100)), 1):
        add(tx, number, new)
sent, pages = [], {}
sa.event.listen(db.engine(), "before_cursor_execute", lambda *seen: sent.append(seen[2]))
for limit in %s:
    with db.reading() as tx:
        sent.clear()
        found = store.newest(tx, limit, None, user_id="customer")
        asked = [each for each in sent if not each.startswith(("BEGIN", "SAVEPOINT"))]
        pages[limit] = [len(asked), [(o["lines"][0]["quantity"], len(o["history"])) for o in found]]
with db.reading() as tx:
    first = store.newest(tx, 10, None)
    after = store.newest(tx, 10, (first[-1]["id"],))
pages["after"] = [o["lines"][0]["quantity"] for o in after]
print(json.dumps(pages))
"""


@pytest.fixture(scope="module")
def pages(tmp_path_factory):
    """{a limit: [statements, what each order of the page has]}"""
    copy, data = copy_of("4.4"), tmp_path_factory.mktemp("shop")
    paths = os.pathsep.join(str(copy / folder) for folder in ("shared", "stage1-monolith"))
    env = {**os.environ, "DATA": str(data), "PYTHONPATH": paths}
    words = [sys.executable, "-c", PROGRAM % (LIMITS,)]
    run = subprocess.run(words, env=env, cwd=copy, capture_output=True, text=True)
    assert run.returncode == 0, run.stderr
    return json.loads(run.stdout.splitlines()[-1])


def test_a_hundred_orders_take_as_many_statements_as_one(pages):
    one, *more = (pages[str(limit)][0] for limit in LIMITS)
    assert more == [one] * len(more) and one <= 2


def test_the_page_is_what_it_was_the_newest_first_and_complete(pages):
    for limit in LIMITS:
        assert pages[str(limit)][1] == [[100 - place, 1] for place in range(limit)]


def test_the_next_page_goes_on_where_the_first_ended(pages):
    assert pages["after"] == list(range(90, 80, -1))
