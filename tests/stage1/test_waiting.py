"""Orders that wait for a provider that is down: how long until each is retried."""

import pytest
import sqlalchemy as sa

from shop import db
from shop.orders import tasks, waiting
from shop.orders.store import orders

from .person import Person, a_product, data, place, put_in_cart


@pytest.fixture
def waits(monkeypatch):
    """By how many seconds orders were rescheduled, attempt by attempt."""
    seconds = []
    monkeypatch.setattr(waiting, "due_in", lambda _tx, _order_id, wait: seconds.append(wait))
    return seconds


@pytest.fixture
def order(shop, staff, waits):
    """A pending one: there is no provider in these tests."""
    customer = Person.new(shop)
    put_in_cart(customer, a_product(staff))
    return data(place(customer), 201)


def try_again():
    tasks.at_start()
    tasks.sweep()


def test_the_request_that_places_an_order_is_the_first_attempt(order, waits):
    for _ in range(5):
        try_again()
    assert waits == [1, 2, 4, 8, 15, 15]


def test_a_provider_that_is_away_for_a_day_stops_no_sweep(order, waits):
    with db.transaction("a day later") as tx:
        tx.execute(sa.update(orders).values(attempts=6000))
    try_again()
    assert waits == [1, 15]
