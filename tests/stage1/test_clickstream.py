"""The clickstream on a database: what is stored of an event, for how long, and of whom."""

import time
import uuid
from concurrent.futures import ThreadPoolExecutor

import pytest
import sqlalchemy as sa

from shop import db
from shop.accounts import visitors
from shop.catalog import clicks as store
from shop.catalog import clickstream
from shop_rules import click_queries, clicks, times
from shop_rules.shapes import UserId

from .person import Person

DAY = 24 * 3600
_real_ns = time.time_ns


@pytest.fixture
def days_pass(monkeypatch):
    """days_pass(2): the clock moves on by so many days."""

    def move(days):
        monkeypatch.setattr(time, "time", lambda: _real_ns() / 1e9 + days * DAY)
        monkeypatch.setattr(time, "time_ns", lambda: _real_ns() + int(days * DAY * 1e9))

    return move


def an_event(**fields):
    drawn = {"id": str(uuid.uuid4()), "session": str(uuid.uuid4()), "kind": "product_viewed"}
    return {**drawn, "at": times.now(), **fields}


def sent(person, *events):
    answer = person.post("/events", json={"events": list(events)})
    assert answer.status_code == 202, answer.text


def rows(table):
    with db.reading() as tx:
        return tx.execute(sa.select(table)).all()


def test_an_event_is_stored_with_a_key_and_no_person_and_the_key_goes_with_the_person(shop):
    ada = Person.new(shop)
    session = str(uuid.uuid4())
    sent(ada, an_event(session=session))
    sent(ada, an_event(session=session))
    ((user_id, key),) = rows(visitors.visitor_keys)
    assert user_id == ada.id and len(key) == 32
    stored = rows(store.clicks)
    assert {row.visitor for row in stored} == {key} and len(stored) == 2
    assert not any(ada.id in str(row) or session in str(row) for row in stored)
    assert ada.delete(f"/users/{ada.id}").status_code == 204
    assert rows(visitors.visitor_keys) == []


def test_events_go_after_a_week_and_counts_stay(shop, days_pass):
    sent(Person.new(shop), an_event(product_id=str(uuid.uuid4())))
    before = rows(store.click_hours)
    days_pass(6.9)
    clickstream.forget_old()
    assert len(rows(store.clicks)) == len(rows(store.click_visits)) == 1
    assert rows(store.click_minutes) == []
    days_pass(8.1)
    clickstream.forget_old()
    assert rows(store.clicks) == rows(store.click_visits) == []
    assert rows(store.click_hours) == before != []


@pytest.mark.parametrize("database", ["sqlite", "postgres"])
def test_eight_uploads_of_one_moment_count_each_event_once(database, open_shop, request):
    more = {"DATABASE_URL": request.getfixturevalue("postgres_url")} if database != "sqlite" else {}
    open_shop(**more)
    made = [{**an_event(), "product_id": None, "visitor": "a"} for _ in range(50)]
    for each in made:
        del each["session"]

    def count(number):
        some = made if number % 2 else made[::-1]
        batch = {"id": str(number), "received_at": times.now(), "clicks": some}
        with db.transaction("count_clicks_in_a_test") as tx:
            clickstream.count(tx, clicks.Batch(**batch))

    with ThreadPoolExecutor(8) as threads:
        list(threads.map(count, range(8)))
    found = clickstream.funnel(*click_queries.span({}))["steps"][0]
    assert (found["events"], found["repeated"], found["visitors"]) == (50, 350, 1)


def test_the_metrics_count_what_was_counted(shop, staff):
    sent(Person.new(shop), an_event(), an_event(at=times.after(-3600)))
    clickstream.show_counts()
    assert _metric("events") == 1 and _metric("late") == 1 and _metric("early") == 0


def _metric(outcome):
    from shop import telemetry

    return telemetry.clicks.labels("product_viewed", outcome)._value.get()


def test_a_person_has_one_key_however_many_ask_at_once(shop):
    ada = Person.new(shop)

    def ask(_):
        with db.transaction("visitor_key_in_a_test") as tx:
            return visitors.key_of(tx, UserId(ada.id))

    with ThreadPoolExecutor(8) as threads:
        assert len(set(threads.map(ask, range(8)))) == 1
