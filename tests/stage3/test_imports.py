"""Imports in functions: a message that comes twice, and a function that dies between two rows."""

import json

import pytest

from chalicelib import db, objects, queues
from chalicelib.catalog import importing, store, tasks
from shop_rules import ids
from shop_rules.imports import product_id
from tests.contract.files import CSV, as_csv, goods

pytestmark = pytest.mark.usefixtures("tables")
USER = ids.new_id()


@pytest.fixture
def bucket(monkeypatch):
    """{name: content}"""
    kept = {}
    monkeypatch.setattr(objects, "save", lambda name, content, _: kept.__setitem__(name, content))
    monkeypatch.setattr(objects, "read", kept.get)
    monkeypatch.setattr(objects, "delete", lambda name: kept.pop(name, None))
    return kept


@pytest.fixture
def messages(monkeypatch):
    """[(import id, chunk)] of all that were sent."""
    sent = []
    monkeypatch.setattr(queues, "apply_chunk", lambda *chunk: sent.append(chunk))
    return sent


def begun(rows):
    return importing.begin(USER, ids.new_id(), as_csv(rows), CSV)


def names(made, rows):
    """Of the products that these rows have added, by their computed ids."""
    lines = range(2, len(rows) + 2)
    known = store.by_ids([product_id(made["id"], line) for line in lines])
    return sorted(row["name"] for row in known.values())


def test_a_file_is_divided_and_its_chunks_are_applied_in_any_order(bucket, messages):
    rows = goods(150)
    made = begun(rows)
    assert list(bucket) == [f"imports/{made['id']}"]
    tasks.import_some(notice(made))
    assert messages == [(made["id"], 0), (made["id"], 1)]
    for import_id, chunk in reversed(messages):
        assert importing.show(import_id)["state"] == "running"
        tasks.import_some({"import_id": import_id, "chunk": chunk})
    report = importing.show(made["id"])
    assert (report["state"], report["rows_done"], report["errors"]) == ("finished", 150, [])
    assert names(made, rows) == sorted(row["name"] for row in rows)
    assert bucket == {}, "files go when they are done with"


def notice(made):
    """What S3 says of the new file."""
    return {"Records": [{"s3": {"object": {"key": f"imports%2F{made['id']}"}}}]}


def test_messages_that_come_twice_change_nothing(bucket, messages):
    made = begun([*goods(2), {**goods(1)[0], "price": 0}])
    for _ in range(2):
        tasks.import_some(notice(made))
    for chunk in messages * 3:
        importing.apply(*chunk)
    report = importing.show(made["id"])
    assert (report["rows_done"], [error["line"] for error in report["errors"]]) == (3, [4])


@pytest.mark.parametrize("name", ["add_chunk", "file_divided", "apply_row"])
@pytest.mark.parametrize("when", ["before-commit", "after-commit"])
def test_a_function_that_dies_anywhere_is_followed_by_one_that_goes_on(
    bucket, messages, monkeypatch, name, when
):
    product = ids.new_id()
    with db.transaction("add_in_a_test") as tx:
        store.add(tx, importing.rules.product(_row("old")), product)
    rows = [{**row, "id": ""} for row in goods(2)]
    made = begun([rows[0], {**_row("new")["product"], "id": product}, rows[1]])
    dead = dying(monkeypatch, f"{name}:{when}")
    work(made, messages)
    assert dead == [f"{name}:{when}"]
    work(made, messages)
    report = importing.show(made["id"])
    assert (report["state"], report["errors"]) == ("finished", [])
    changed = store.get(product)
    assert (changed["name"], changed["version"]) == ("new", 2)


def _row(name):
    return {"product": {"name": name, "category": "c", "price": 1}}


def dying(monkeypatch, point):
    """The first function that gets to the point dies there."""
    died = []

    def reach(reached):
        if reached == point and not died:
            died.append(point)
            raise RuntimeError("killed here")

    monkeypatch.setattr(db.faults, "reach", reach)
    return died


def work(made, messages):
    """Deliver all messages, as a queue does: what fails comes again with the next round."""
    try:
        importing.divide(made["id"])
        for chunk in list(messages):
            importing.apply(*chunk)
    except RuntimeError:
        pass


def test_a_retry_stores_the_file_that_a_dead_request_did_not(bucket, messages, monkeypatch):
    key, content = ids.new_id(), as_csv(goods(1))
    with monkeypatch.context() as patch:
        patch.setattr(objects, "save", _killed)
        with pytest.raises(RuntimeError):
            importing.begin(USER, key, content, CSV)
    made = importing.begin(USER, key, content, CSV)
    assert list(bucket) == [f"imports/{made['id']}"]
    importing.divide(made["id"])
    assert importing.begin(USER, key, content, CSV)["id"] == made["id"]
    assert list(bucket) == [f"parts/{made['id']}/000"], "what is divided is not stored again"
    assert json.loads(bucket[f"parts/{made['id']}/000"])[0]["line"] == 2


def _killed(*_):
    raise RuntimeError("killed here")
