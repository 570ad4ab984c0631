"""Imports after a crash: a chunk is applied whole or not at all, and stops no other."""

import pytest

from shop import db
from shop.catalog import importing, imports, store, tasks
from shop_rules import ids
from tests.contract.files import CSV, as_csv, goods

from .person import data

USER = ids.new_id()


@pytest.fixture
def begun(shop):
    """begun(rows): an import that no thread works on."""
    return lambda rows: importing.begin(USER, ids.new_id(), as_csv(rows), CSV)


def names():
    with db.reading() as tx:
        return sorted(row.name for row in tx.execute(store.products.select()))


def crash(monkeypatch, module, name, at):
    """The nth call of that function raises, as if the process died there."""
    call, calls = getattr(module, name), []

    def called(*arguments, **more):
        calls.append(arguments)
        if len(calls) == at:
            raise RuntimeError("killed here")
        return call(*arguments, **more)

    monkeypatch.setattr(module, name, called)


def test_a_chunk_that_breaks_off_leaves_nothing_and_is_applied_later(begun, monkeypatch):
    before, rows = names(), goods(150)
    made = begun(rows)
    with monkeypatch.context() as patch:
        crash(patch, store, "add", at=120)
        tasks.apply_chunks()
    report = importing.show(made["id"])
    assert (report["state"], report["rows_done"]) == ("running", 100)
    assert len(names()) == len(before) + 100
    tasks.apply_chunks()
    assert importing.show(made["id"])["state"] == "finished"
    assert names() == sorted(before + [row["name"] for row in rows])


def test_a_chunk_that_was_applied_is_not_applied_again(begun):
    made = begun(goods(3))
    (place,) = importing.due()
    for _ in range(2):
        importing.apply(*place)
    report = importing.show(made["id"])
    assert (report["rows_done"], report["errors"]) == (3, [])
    assert importing.due() == []


def test_a_chunk_that_fails_each_time_stops_no_other(begun, monkeypatch, caplog):
    bad, good = begun(goods(1)), begun(goods(1))
    apply = importing.apply

    def fails(import_id, chunk_id):
        if import_id == bad["id"]:
            raise RuntimeError("a bug")
        apply(import_id, chunk_id)

    with monkeypatch.context() as patch:
        patch.setattr(importing, "apply", fails)
        tasks.apply_chunks()
    assert [importing.show(each["id"])["state"] for each in (bad, good)] == ["running", "finished"]
    assert "import failed" in caplog.text
    tasks.apply_chunks()
    assert importing.show(bad["id"])["state"] == "finished"


def test_rows_that_are_applied_are_not_kept(begun):
    made = begun(goods(2))
    tasks.apply_chunks()
    with db.reading() as tx:
        query = imports.chunks.select().where(imports.chunks.c.import_id == made["id"])
        (row,) = tx.execute(query)
    assert (row.rows, row.due_at) == ([], None)
    assert row.id.startswith(made["id"])


def test_the_request_answers_before_any_row_is_applied(staff):
    sent = {"Content-Type": CSV, "Idempotency-Key": ids.new_id()}
    answer = staff.call("POST", "/product-imports", headers=sent, data=as_csv(goods(2)))
    made = data(answer, 202)
    assert (made["state"], made["rows_done"]) == ("running", 0)
    tasks.apply_chunks()
    assert data(staff.call("GET", f"/product-imports/{made['id']}"))["state"] == "finished"
