"""A category is read in the order of its prices by an index: nothing is sorted, nothing skipped.

None of this is visible to clients, so the test makes a database as the copy does.
"""

import json
import os
import subprocess
import sys

import pytest
import sqlalchemy as sa

from machinery.exercise import copy_of
from shop.catalog import search

ASKED = {"q": None, "category": "Mugs", "min_price": None, "max_price": None}
OF_THE_CODE = """
import json
from shop import db, tables
print(json.dumps([index.name for index in db.metadata.tables["products"].indexes]))
"""


@pytest.fixture(scope="module")
def of_copy(tmp_path_factory):
    """of_copy(words for Python) gives what the copy's own code prints; its data is in .data."""
    copy, data = copy_of("4.2"), tmp_path_factory.mktemp("shop")
    paths = os.pathsep.join(str(copy / folder) for folder in ("shared", "stage1-monolith"))
    env = {**os.environ, "DATA": str(data), "PYTHONPATH": paths}

    def run(*words):
        how = {"env": env, "cwd": copy, "capture_output": True, "text": True}
        ran = subprocess.run([sys.executable, *words], **how)
        assert ran.returncode == 0, ran.stderr
        return ran.stdout

    run.data = data
    return run


@pytest.fixture(scope="module")
def database(of_copy):
    """A new shop's, made by the copy's migrations, with the goods it opens with."""
    of_copy("-m", "shop.commands", "prepare")
    return sa.create_engine(f"sqlite:///{of_copy.data}/shop.db")


def plan(database, sort):
    """What the database says that it would do for the first page of the category."""
    sent = []
    with database.connect() as tx:
        sa.event.listen(tx, "before_cursor_execute", lambda *seen: sent.append(seen[2:4]))
        search.find(tx, {**ASKED, "sort": sort}, 21, None)
        statement, values = sent[0]
        rows = tx.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", values)
        return "; ".join(row[-1] for row in rows)


@pytest.mark.parametrize("sort", ["price", "-price", "newest"])
def test_a_page_of_a_category_is_found_without_sorting(database, sort):
    said = plan(database, sort)
    assert "category=?" in said and "ORDER BY" not in said, said


def test_the_migrations_make_the_indexes_of_the_code(database, of_copy):
    there = [index["name"] for index in sa.inspect(database).get_indexes("products")]
    assert sorted(there) == sorted(json.loads(of_copy("-c", OF_THE_CODE)))
