"""An order's payment in the shop, compared with the provider's records of the same order."""

import secrets

import pytest

from .charges import calls_for, captured_and_refunded, intents_of, the_intent
from .lives import DECLINED, an_order_that_is, cancel
from .readings import notifications_of, order_of, payment_of, soon_equal, stock_of
from .representations import in_stock, the_line, the_notification, the_order, the_payment
from .steps import (
    ADDRESS,
    LATER,
    a_product,
    accepted,
    an_order,
    at_once,
    eventually,
    new_key,
    place,
    put_in_cart,
    refused,
    settled,
    unique,
)
from .version import cents, money

GOOD_METHODS = ["pm_card_visa", "pm_card_mastercard", "pm_card_amex"]
DECLINED_METHODS = [
    "pm_card_visa_chargeDeclined",
    "pm_card_chargeDeclined",
    "pm_card_visa_chargeDeclinedInsufficientFunds",
    "pm_card_chargeDeclinedExpiredCard",
    "pm_card_chargeDeclinedProcessingError",
    "pm_card_authenticationRequired",  # 3-D Secure: no customer is present to confirm it
    "pm_card_threeDSecure2Required",
    "pm_card_of_no_bank",
    "~" * 255,
]


@pytest.fixture
def product(staff):
    return a_product(staff, stock=10, price=1999)


@pytest.mark.parametrize("method", GOOD_METHODS)
def test_a_confirmed_order_is_paid(staff, customer, product, method):
    order = settled(customer, an_order(customer, product, 3, method))
    assert order == the_order(customer, [the_line(product, 3)], "confirmed")
    payment = payment_of(customer, order)
    assert payment == the_payment(order, "captured")
    assert payment["amount"] == money(5997)
    assert payment_of(staff, order) == payment


@pytest.mark.parametrize("method", DECLINED_METHODS)
def test_a_declined_payment_rejects_the_order_and_gives_the_stock_back(
    staff, customer, product, method
):
    order = settled(customer, an_order(customer, product, 3, method))
    lines = [the_line(product, 3)]
    assert order == the_order(customer, lines, "rejected", reason="payment_declined")
    assert order_of(customer, order) == order
    assert payment_of(customer, order) == the_payment(order, "declined")
    assert stock_of(staff, product) == in_stock(10)
    sent = [the_notification(order, "order_rejected")]
    soon_equal(lambda: notifications_of(customer), sent, LATER)


def test_after_a_declined_payment_another_method_is_welcome(staff, customer, product):
    an_order_that_is("rejected", staff, customer, product, 2)
    order = settled(customer, an_order(customer, product, 2))
    assert order["status"] == "confirmed"
    assert stock_of(staff, product) == in_stock(8, sold=2)


def test_a_cancelled_order_is_refunded_in_full(staff, customer, product):
    order = an_order_that_is("cancelled", staff, customer, product, 3)
    assert payment_of(customer, order) == the_payment(order, "refunded", refunded=5997)


def test_nothing_is_charged_for_what_is_out_of_stock(staff, customer, product):
    order = settled(customer, an_order(customer, product, 11))
    assert order["reason"] == "out_of_stock"
    refused(customer.get(f"/orders/{order['id']}/payment"), 404)
    refused(staff.get(f"/orders/{order['id']}/payment"), 404)


@pytest.mark.parametrize("who, status", [("anyone", 401), ("other_customer", 404)])
def test_a_payment_is_shown_to_nobody_else(request, customer, product, who, status):
    order = settled(customer, an_order(customer, product))
    refused(request.getfixturevalue(who).get(f"/orders/{order['id']}/payment"), status)


def test_the_provider_captured_what_the_order_costs(provider, staff, customer):
    products = [a_product(staff, stock=9, price=price) for price in (1, 1999, 9_999_999)]
    for number, product in enumerate(products):
        put_in_cart(customer, product, 7 + number)
    order = settled(customer, accepted(place(customer), 201))
    assert order["total"] == money(7 + 15_992 + 89_999_991)
    intent = the_intent(provider, order)
    assert intent["status"] == "succeeded"
    assert intent["amount_received"] == cents(order["total"])
    assert captured_and_refunded(provider, order) == (cents(order["total"]), 0)
    assert payment_of(customer, order)["provider_reference"] == intent["id"]


@pytest.mark.parametrize(
    "method", [DECLINED, "pm_card_authenticationRequired", "pm_card_of_no_bank"]
)
def test_the_provider_captured_nothing_of_a_declined_order(provider, customer, product, method):
    order = settled(customer, an_order(customer, product, 2, method))
    intent = the_intent(provider, order)
    assert intent["amount_received"] == 0
    assert intent["status"] not in ("succeeded", "requires_action", "processing")
    assert captured_and_refunded(provider, order) == (0, 0)


def test_the_provider_knows_nothing_of_what_is_out_of_stock(provider, customer, product):
    order = settled(customer, an_order(customer, product, 11))
    assert intents_of(provider, order) == []


def test_the_provider_refunded_all_of_a_cancelled_order_once(provider, staff, customer, product):
    order = an_order_that_is("cancelled", staff, customer, product, 3)
    assert captured_and_refunded(provider, order) == (5997, 5997)
    accepted(cancel(customer, order), 202)
    assert captured_and_refunded(provider, order) == (5997, 5997)


def test_an_order_sent_again_and_again_is_charged_once(provider, customer, product):
    put_in_cart(customer, product, 2)
    key = unique("key")
    answers = at_once(*[lambda: place(customer, key=key)] * 4)
    [order_id] = {accepted(one, 201)["id"] for one in answers if one.status_code == 201}
    order = settled(customer, {"id": order_id})
    for _ in range(3):
        accepted(place(customer, key=key), 201)
    assert captured_and_refunded(provider, order) == (3998, 0)


def test_each_call_to_the_provider_carries_the_orders_own_key(provider, staff, customer, product):
    order = an_order_that_is("cancelled", staff, customer, product)
    keys = {call: one["idempotency_key"] for call, one in calls_for(provider, order).items()}
    assert keys == {
        "create": order["id"],
        "confirm": f"confirm-{order['id']}",
        "refund": f"refund-{order['id']}",
    }


def test_the_trace_of_a_request_is_passed_on_to_the_provider(provider, customer, product):
    put_in_cart(customer, product)
    trace, span = secrets.token_hex(16), secrets.token_hex(8)
    headers = {**new_key(), "traceparent": f"00-{trace}-{span}-01"}
    body = {"payment_method": "pm_card_visa", "shipping_address": ADDRESS}
    answer = customer.post(f"{customer.path}/orders", body, headers=headers)
    order = settled(customer, accepted(answer, 201))

    def both_calls():
        calls = calls_for(provider, order)
        assert {"create", "confirm"} <= set(calls)
        return calls

    for call in eventually(both_calls, LATER).values():
        version, same_trace, another_span, _ = call["traceparent"].split("-")
        assert (version, same_trace) == ("00", trace)
        assert another_span != span
