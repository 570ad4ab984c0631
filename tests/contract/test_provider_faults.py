"""The provider is down, fails, or takes the money and then drops the connection.

The sandbox's switches affect every order, so no other test runs at the same time: see turns.py.
"""

import pytest

from .charges import captured_and_refunded, intents_of, once, times
from .lives import DECLINED, an_order_that_is, cancel, deliver, ship, told_of
from .readings import cart_of, lines_of, order_of, payment_of, product_of, soon_equal, stock_of
from .representations import in_stock, the_cart, the_line, the_order, the_payment
from .steps import (
    LATER,
    LISTED,
    SETTLED,
    a_product,
    accepted,
    an_order,
    eventually,
    listed,
    refused,
    settled,
)
from .version import cents, money

GOOD = "pm_card_visa"
THREE_D_SECURE = "pm_card_authenticationRequired"
LOST = {
    "making the intent": (["create"], GOOD, "confirmed"),
    "the charge": (["confirm"], GOOD, "confirmed"),
    "a declined charge": (["confirm"], DECLINED, "rejected"),
    "the charge and asking what became of it": (["confirm", "read"], GOOD, "confirmed"),
}


@pytest.fixture
def product(staff):
    return a_product(staff, stock=10, price=1999)


def on_the_list(staff, order, status):
    return order["id"] in [one["id"] for one in listed(staff, "/orders", status=status)]


def test_while_the_provider_is_away_the_shop_goes_on_and_charges_later(
    provider, staff, anyone, customer, product
):
    provider.switch(outage=True)
    orders = [an_order(customer, product, quantity) for quantity in (1, 2)]
    for order, quantity in zip(orders, (1, 2), strict=True):
        assert order == the_order(customer, [the_line(product, quantity)], "pending")
        assert order_of(customer, order) == order
    assert product_of(anyone, product) == product
    accepted(anyone.get("/health"))
    accepted(anyone.get("/ready"))
    assert cart_of(customer) == the_cart(customer)
    soon_equal(lambda: stock_of(staff, product), in_stock(7, reserved=3), SETTLED)
    assert told_of(customer) == []
    eventually(lambda: assert_true(on_the_list(staff, orders[0], "pending")), LISTED)
    provider.reset_switches()
    for order in orders:
        confirmed = once(customer, order, "confirmed")
        same = {"id": order["id"], "created_at": order["created_at"]}
        assert confirmed == the_order(customer, lines_of(customer, order), "confirmed", **same)
        assert payment_of(customer, order) == the_payment(order, "captured")
        assert captured_and_refunded(provider, order) == (cents(order["total"]), 0)
    assert stock_of(staff, product) == in_stock(7, sold=3)
    soon_equal(lambda: told_of(customer), ["order_confirmed"] * 2, LATER)


def assert_true(condition):
    assert condition


def test_a_waiting_order_is_neither_shipped_nor_delivered(provider, staff, customer, product):
    provider.switch(outage=True)
    order = an_order(customer, product)
    refused(ship(staff, order), 409)
    refused(deliver(staff, order), 409)
    assert order_of(customer, order) == order
    provider.reset_switches()
    assert once(customer, order, "confirmed")["shipment"] is None


def test_the_cancellation_of_a_waiting_order_is_remembered(provider, staff, customer, product):
    provider.switch(outage=True)
    orders = [an_order(customer, product, 2), an_order(customer, product, 3)]
    for person, order in zip((customer, staff), orders, strict=True):
        for _ in range(2):
            assert accepted(cancel(person, order), 202) == order
        assert order_of(customer, order) == order
    provider.reset_switches()
    for order in orders:
        cancelled = once(customer, order, "cancelled")
        same = {"id": order["id"], "created_at": order["created_at"]}
        assert cancelled == the_order(customer, lines_of(customer, order), "cancelled", **same)
        assert payment_of(customer, order) == the_payment(order, "refunded", cents(order["total"]))
        assert captured_and_refunded(provider, order) == (
            cents(order["total"]),
            cents(order["total"]),
        )
    soon_equal(lambda: stock_of(staff, product), in_stock(10), LISTED)
    told = ["order_cancelled"] * 2 + ["order_confirmed"] * 2
    soon_equal(lambda: told_of(customer), told, LATER)


def test_a_cancelled_order_waits_for_its_refund(provider, staff, customer, product):
    order = an_order_that_is("confirmed", staff, customer, product, 2)
    provider.switch(outage={"value": True, "calls": ["refund"]})
    accepted(cancel(customer, order), 202)
    waiting = once(customer, order, "cancelling")
    same = {"id": order["id"], "created_at": order["created_at"]}
    assert waiting == the_order(customer, lines_of(customer, order), "cancelling", **same)
    refused(ship(staff, order), 409)
    refused(deliver(staff, order), 409)
    for person in (customer, staff):
        assert accepted(cancel(person, order), 202) == waiting
    assert order_of(customer, order) == waiting
    assert payment_of(customer, order)["refunded"] == money(0)
    assert captured_and_refunded(provider, order) == (cents(order["total"]), 0)
    assert "order_cancelled" not in told_of(customer)
    eventually(lambda: assert_true(on_the_list(staff, order, "cancelling")), LISTED)
    provider.reset_switches()
    cancelled = once(customer, order, "cancelled")
    assert cancelled == the_order(customer, lines_of(customer, order), "cancelled", **same)
    assert payment_of(customer, order) == the_payment(order, "refunded", cents(order["total"]))
    assert captured_and_refunded(provider, order) == (cents(order["total"]), cents(order["total"]))
    soon_equal(lambda: stock_of(staff, product), in_stock(10), LISTED)
    soon_equal(lambda: told_of(customer), ["order_cancelled", "order_confirmed"], LATER)


@pytest.mark.parametrize("calls, method, status", LOST.values(), ids=LOST)
def test_the_line_goes_dead_after(provider, staff, customer, product, calls, method, status):
    """The provider did it, but the response is lost: the shop must ask, and not charge again."""
    provider.switch(dead_line=times(len(calls), *calls))
    order = once(customer, an_order(customer, product, 2, method), status)
    assert len(intents_of(provider, order)) == 1
    paid = cents(order["total"]) if status == "confirmed" else 0
    assert captured_and_refunded(provider, order) == (paid, 0)
    sold = 2 if status == "confirmed" else 0
    assert stock_of(staff, product) == in_stock(10 - sold, sold=sold)
    assert order["reason"] == (None if sold else "payment_declined")


def test_the_line_goes_dead_after_giving_up_on_3_d_secure(provider, staff, customer, product):
    provider.switch(dead_line=times(1, "cancel"))
    order = once(customer, an_order(customer, product, 2, THREE_D_SECURE), "rejected")
    assert order["reason"] == "payment_declined"
    assert captured_and_refunded(provider, order) == (0, 0)
    assert stock_of(staff, product) == in_stock(10)


def test_the_line_goes_dead_after_the_refund(provider, staff, customer, product):
    order = an_order_that_is("confirmed", staff, customer, product, 2)
    provider.switch(dead_line=times(1, "refund"))
    accepted(cancel(customer, order), 202)
    once(customer, order, "cancelled")
    assert captured_and_refunded(provider, order) == (cents(order["total"]), cents(order["total"]))
    assert payment_of(customer, order) == the_payment(order, "refunded", cents(order["total"]))


@pytest.mark.parametrize(
    "call, status", [("create", 409), ("create", 500), ("confirm", 429), ("confirm", 500)]
)
def test_a_provider_in_trouble_has_declined_nothing(provider, customer, product, call, status):
    provider.switch(refuse=times(1, call, value=status))
    order = once(customer, an_order(customer, product), "confirmed")
    assert captured_and_refunded(provider, order) == (cents(order["total"]), 0)


@pytest.mark.parametrize("status", [409, 500])
def test_a_refund_is_tried_again_until_it_is_acknowledged(
    provider, staff, customer, product, status
):
    order = an_order_that_is("confirmed", staff, customer, product)
    provider.switch(refuse=times(1, "refund", value=status))
    accepted(cancel(customer, order), 202)
    once(customer, order, "cancelled")
    assert captured_and_refunded(provider, order) == (cents(order["total"]), cents(order["total"]))


def test_a_provider_that_declines_everything_is_paid_nothing(provider, staff, customer, product):
    provider.switch(decline_all=True)
    order = settled(customer, an_order(customer, product, 2))
    assert (order["status"], order["reason"]) == ("rejected", "payment_declined")
    assert captured_and_refunded(provider, order) == (0, 0)
    assert stock_of(staff, product) == in_stock(10)
