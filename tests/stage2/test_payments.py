"""The payments service alone, with the real sandbox for a provider: it charges once, and never
after a refund was requested."""

import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest
import requests
from werkzeug.serving import make_server

from payment_sandbox.app import create_app as create_sandbox
from shop_rules import ids, times

from . import contracts
from .internal_doors import check_that_only

VISA = "pm_card_visa"


@pytest.fixture(scope="module")
def sandbox(settings, tmp_path_factory):
    """The address of the provider."""
    data = {"DATA": str(tmp_path_factory.mktemp("sandbox"))}
    app = create_sandbox({**data, "PAYMENT_KEY": settings["PAYMENT_KEY"]})
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever, args=(0.05,))
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture(scope="module")
def payments(start, sandbox):
    return start("payments", PAYMENT_URL=sandbox)


@pytest.fixture
def charged(sandbox, settings):
    """charged(order id) → [cents of each charge that went through]"""
    key = {"Authorization": f"Bearer {settings['PAYMENT_KEY']}"}
    url = f"{sandbox}/v1/payment_intents?limit=100"

    def ask(order_id):
        intents = requests.get(url, headers=key, timeout=30).json()["data"]
        ours = [each for each in intents if each["metadata"].get("order_id") == order_id]
        return [each["amount"] for each in ours if each["status"] == "succeeded"]

    return ask


@pytest.fixture
def switch(sandbox):
    """switch(NAME=value, …): what goes wrong at the provider, until the test ends."""
    yield lambda **how: requests.post(f"{sandbox}/sandbox/switches", json=how, timeout=30)
    requests.delete(f"{sandbox}/sandbox/switches", timeout=30)


def charge(payments, order_id, method=VISA, created_at=None, user_id=contracts.PERSON):
    order = {"id": order_id, "user_id": user_id, "total": 500}
    order["created_at"] = created_at or times.now()
    asked = {"order": order, "payment_method": method}
    return payments.internal("orders", "PUT", f"/charges/{order_id}", asked, 200)["outcome"]


def refund(payments, order_id):
    return payments.internal("orders", "PUT", f"/refunds/{order_id}", status=200)["refunded"]


def test_a_charge_asked_for_twice_is_made_once(payments, charged):
    order_id = ids.new_id()
    assert [charge(payments, order_id) for _ in range(2)] == ["captured", "captured"]
    assert charged(order_id) == [500]


def test_a_charge_asked_for_by_many_at_once_is_made_once(payments, charged):
    order_id = ids.new_id()
    with ThreadPoolExecutor(4) as pool:
        outcomes = list(pool.map(lambda _: charge(payments, order_id), range(4)))
    assert set(outcomes) <= {"captured", None}
    assert charge(payments, order_id) == "captured"
    assert charged(order_id) == [500]


def test_a_charge_that_comes_after_the_refund_charges_nothing(payments, charged):
    order_id = ids.new_id()
    assert refund(payments, order_id) is True
    assert charge(payments, order_id) == "cancelled"
    assert charged(order_id) == []


def test_a_charge_that_comes_after_the_money_went_back_was_made_and_is_not_made_again(
    payments, charged, person
):
    order_id = ids.new_id()
    charge(payments, order_id, user_id=person.id)
    assert refund(payments, order_id) is True
    assert charge(payments, order_id, user_id=person.id) == "captured"
    payment = payments.by(person, "GET", f"/orders/{order_id}/payment")
    assert (payment["status"], payment["refunded"]) == ("refunded", 500)
    assert charged(order_id) == [500]


def test_a_refund_asked_for_twice_gives_back_once(payments, person):
    order_id = ids.new_id()
    charge(payments, order_id, user_id=person.id)
    assert [refund(payments, order_id) for _ in range(2)] == [True, True]
    payment = payments.by(person, "GET", f"/orders/{order_id}/payment")
    assert (payment["status"], payment["refunded"]) == ("refunded", 500)


def test_a_charge_after_a_dead_line_is_found_and_not_made_again(payments, charged, switch):
    order_id = ids.new_id()
    switch(dead_line={"calls": ["confirm"], "times": 1})
    charge(payments, order_id)
    assert charge(payments, order_id) == "captured"
    assert charged(order_id) == [500]


def test_an_order_that_waited_too_long_is_given_up_and_not_charged(payments, charged):
    order_id, long_ago = ids.new_id(), times.from_milliseconds(int((time.time() - 7200) * 1000))
    assert charge(payments, order_id, created_at=long_ago) == "cancelled"
    assert charged(order_id) == []


def test_only_who_ordered_sees_the_payment(payments, person, staff):
    order_id = ids.new_id()
    charge(payments, order_id)
    assert payments.ask("GET", f"/orders/{order_id}/payment", person.token).status_code == 404
    seen = payments.by(staff, "GET", f"/orders/{order_id}/payment")
    assert (seen["order_id"], seen["amount"], seen["status"]) == (order_id, 500, "captured")


def test_only_orders_gets_in(payments, person):
    order_id = ids.new_id()
    order = {"id": order_id, "user_id": person.id, "total": 500, "created_at": times.now()}
    body = {"order": order, "payment_method": VISA}
    check_that_only("orders", payments, person, "PUT", f"/charges/{order_id}", body)
    check_that_only("orders", payments, person, "PUT", f"/refunds/{order_id}")


@pytest.mark.parametrize("promise", contracts.promised_by("payments"), ids=str)
def test_it_keeps_what_orders_relies_on(promise, payments, switch):
    for step in STATES[promise.given]:
        step(payments, promise.order, switch)
    promise.check(payments)


def _charged(payments, order_id, _switch):
    assert charge(payments, order_id) == "captured"


def _refund_asked_for(payments, order_id, _switch):
    assert refund(payments, order_id)


def _provider_away(_payments, _order_id, switch):
    switch(outage=True)


STATES = {
    "nothing": [],
    "it is charged": [_charged],
    "a refund was asked for": [_refund_asked_for],
    "the provider is down": [_provider_away],
    "it is charged and the provider is down": [_charged, _provider_away],
}
