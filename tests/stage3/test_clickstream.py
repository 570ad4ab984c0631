"""The clickstream of functions, on the emulator's tables: an upload counts once, however often its
object's event is delivered, and deleting a person deletes their key."""

import uuid
from concurrent.futures import ThreadPoolExecutor

import pytest

from chalicelib import db
from chalicelib.accounts import store as accounts
from chalicelib.accounts import usecases, visitors
from chalicelib.catalog import clicks as store
from chalicelib.catalog import clickstream, tasks
from shop_rules import bodies, click_queries, ids, passwords, times
from shop_rules.errors import NotFound

pytestmark = pytest.mark.usefixtures("tables")


def a_batch(number, kind, **fields):
    clicks = [
        {"id": str(uuid.uuid4()), "kind": kind, "product_id": None, "visitor": "a"}
        | {"at": times.now(), **fields}
        for _ in range(number)
    ]
    return {"id": ids.new_id(), "received_at": times.now(), "clicks": clicks}


def counted(kind):
    steps = clickstream.funnel(*click_queries.span({}))["steps"]
    return next(step for step in steps if step["kind"] == kind)


@pytest.fixture
def added():
    """added(kind): what the counts of a kind have grown by."""
    before = {kind: counted(kind) for kind in ("product_added", "checkout_begun", "order_placed")}

    def ask(kind):
        now = counted(kind)
        return {name: now[name] - before[kind][name] for name in now if name != "kind"}

    return ask


NONE = {"visitors": 0, "events": 0, "late": 0, "early": 0, "repeated": 0}


def test_a_full_upload_counts_once_however_often_it_is_told_of(added):
    batch = a_batch(100, "product_added", visitor=ids.new_id(), product_id=ids.new_id())
    for _ in range(2):
        clickstream.count(batch)
    assert added("product_added") == {**NONE, "visitors": 1, "events": 100}
    again = {**batch, "id": ids.new_id()}
    clickstream.count(again)
    assert added("product_added") == {**NONE, "visitors": 1, "events": 100, "repeated": 100}
    assert (batch["clicks"][0]["product_id"], 100) in store.most_named(click_queries.window({}))


def test_an_upload_that_broke_off_goes_on_where_it_was(added, monkeypatch):
    batch, real, tries = a_batch(60, "order_placed", visitor=ids.new_id()), db._commit, []

    def third_fails(writes):
        tries.append(writes)
        if len(tries) == 2:
            raise ConnectionError("the function died")
        real(writes)

    monkeypatch.setattr(db, "_commit", third_fails)
    with pytest.raises(ConnectionError):
        clickstream.count(batch)
    assert added("order_placed")["events"] == clickstream.PART
    clickstream.count(batch)
    assert added("order_placed") == {**NONE, "visitors": 1, "events": 60}


def test_uploads_of_one_moment_count_each_event_once(added):
    batch = a_batch(20, "checkout_begun", visitor=ids.new_id())
    several = [{**batch, "id": ids.new_id()} for _ in range(4)]
    with ThreadPoolExecutor(4) as threads:
        list(threads.map(clickstream.count, several))
    assert added("checkout_begun") == {**NONE, "visitors": 1, "events": 20, "repeated": 60}


def test_a_message_without_records_and_an_object_that_has_expired_are_nothing(monkeypatch):
    from chalicelib import objects

    monkeypatch.setattr(objects, "read_clicks", lambda name: None)
    tasks.count_clicks({"Event": "s3:TestEvent"})
    tasks.count_clicks({"Records": [{"s3": {"object": {"key": "events/x.json"}}}]})


def test_hours_of_two_months_are_read():
    hour = {"kind": "order_placed", **NONE, "events": 1}
    for at in ("2025-12-31T23:00:00.000Z", "2026-01-01T00:00:00.000Z", "2026-01-01T01:00:00.000Z"):
        with db.transaction("hours_in_a_test") as tx:
            store.count(tx, [{"hour": at, **hour}], [])
    found = store.hours("2025-12-31T23:00:00.000Z", "2026-01-01T01:00:00.000Z")
    assert [each["hour"][:13] for each in found] == ["2025-12-31T23", "2026-01-01T00"]


def test_a_persons_key_is_drawn_once_and_goes_with_the_person(monkeypatch):
    monkeypatch.setattr(passwords, "hashed", lambda password, _: password)
    new = bodies.NewUser(email=f"{ids.new_id()}@shop.example", name="Ada", password="q" * 9 + "r")
    ada = usecases.sign_up(new)["id"]
    with ThreadPoolExecutor(4) as threads:
        (key,) = set(threads.map(visitors.key_of, [ada] * 4))
    assert len(key) == 32
    usecases.close_account(ada)
    assert db.get(accounts.TABLE, {"pk": ada, "sk": "visitor"}) is None
    with pytest.raises(NotFound):
        visitors.key_of(ada)
