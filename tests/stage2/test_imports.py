"""Imports in the catalog service alone: a task that comes twice, or while inventory is down."""

import pytest
from catalog import importing, imports, tasks

from shop_rules import ids
from tests.contract.files import CSV, as_csv, goods

from chassis import db

USER = ids.new_id()


@pytest.fixture(scope="module")
def catalog(start):
    return start("catalog")


@pytest.fixture
def begun(catalog, inside, neighbours):
    """begun(rows): an import whose tasks no worker gets."""
    inside("catalog")
    neighbours.answer("inventory", "PUT", "/stock/*", 204)
    return lambda rows: importing.begin(USER, ids.new_id(), as_csv(rows), CSV)


def places(made):
    with db.reading() as tx:
        query = imports.chunks.select().where(imports.chunks.c.import_id == made["id"])
        return [(row.import_id, row.id) for row in tx.execute(query.order_by(imports.chunks.c.id))]


def due_now(made):
    with db.transaction("due_in_a_test") as tx:
        chunk = imports.chunks.c.import_id == made["id"]
        tx.execute(imports.chunks.update().where(chunk).values(due_at="2000-01-01T00:00:00.000Z"))


def sent():
    """The tasks in the outbox."""
    from chassis.outbox import outbox

    with db.reading() as tx:
        return [row.content["chunk_id"] for row in tx.execute(outbox.select())
                if row.destination == "task catalog.apply_chunk"]  # fmt: skip


def test_a_task_that_comes_twice_is_done_once(begun):
    made = begun(goods(3))
    (place,) = places(made)
    for _ in range(3):
        tasks.apply_chunk(*place)
    report = importing.show(made["id"])
    assert (report["state"], report["rows_done"], report["errors"]) == ("finished", 3, [])


def test_while_inventory_is_down_nothing_is_applied_and_the_task_is_sent_again(begun, neighbours):
    made = begun(goods(2))
    (place,) = places(made)
    neighbours.answer("inventory", "PUT", "/stock/*", 503)
    tasks.apply_chunk(*place)
    assert importing.show(made["id"])["rows_done"] == 0
    assert sent().count(place[1]) == 1
    importing.send_due()
    assert sent().count(place[1]) == 1, "it is leased"
    due_now(made)
    importing.send_due()
    assert sent().count(place[1]) == 2
    neighbours.answer("inventory", "PUT", "/stock/*", 204)
    tasks.apply_chunk(*place)
    assert importing.show(made["id"])["state"] == "finished"


def test_each_chunk_is_a_task_and_they_finish_in_any_order(begun):
    made = begun(goods(250))
    chunks = places(made)
    assert [sent().count(chunk) for _, chunk in chunks] == [1, 1, 1]
    for place in reversed(chunks):
        assert importing.show(made["id"])["state"] == "running"
        tasks.apply_chunk(*place)
    assert importing.show(made["id"])["rows_done"] == 250
