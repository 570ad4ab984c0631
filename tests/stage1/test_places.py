"""A provider that hangs takes so many threads of the shop and no more; the sweep does the rest."""

import pytest

from shop import app
from shop.accounts import hashing
from shop.orders import tasks, usecases

from .person import Person, a_product, data, place, put_in_cart


@pytest.fixture
def customer(open_shop, sandbox):
    return Person.new(open_shop(PAYMENT_URL=sandbox).test_client())


@pytest.fixture
def taken():
    """All places, as by requests that wait for the provider."""
    for _ in range(tasks.IN_REQUESTS):
        assert tasks._places.acquire(timeout=30)
    yield
    for _ in range(tasks.IN_REQUESTS):
        tasks._places.release()


def placed(customer):
    put_in_cart(customer, a_product(Person.seeded(customer.client, "staff")))
    return data(place(customer), 201)


def status_of(customer, order):
    return data(customer.get(f"/orders/{order['id']}"))["status"]


def test_an_order_without_a_place_is_settled_by_the_sweep(customer, taken):
    order = placed(customer)
    assert order["status"] == "pending"
    tasks.sweep()
    assert status_of(customer, order) == "confirmed"


def test_a_cancellation_without_a_place_as_well(customer, request):
    order = placed(customer)
    assert order["status"] == "confirmed"
    request.getfixturevalue("taken")
    path = f"/orders/{order['id']}/cancellation"
    assert data(customer.post(path), 202)["status"] == "cancelling"
    tasks.sweep()
    assert status_of(customer, order) == "cancelled"


@pytest.mark.parametrize("fails", [False, True])
def test_a_place_is_given_back(customer, monkeypatch, fails):
    if fails:
        monkeypatch.setattr(usecases, "settle", _failing)
    for _ in range(tasks.IN_REQUESTS + 1):
        put_in_cart(customer, a_product(Person.seeded(customer.client, "staff")))
        answer = place(customer)
        assert answer.status_code == (500 if fails else 201), answer.text
    assert tasks._places.acquire(blocking=False)
    tasks._places.release()


def test_threads_are_left_for_everybody_else():
    waiting = hashing.SLOTS + hashing.QUEUE + tasks.IN_REQUESTS
    assert app.THREADS >= waiting + 8


def _failing(_order_id):
    raise OSError("a bug")
