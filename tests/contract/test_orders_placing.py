"""From a cart to an order: its content, its total, and its effect on the stock."""

from urllib.parse import urlsplit

import pytest

from .readings import cart_of, lines_of, order_of, orders_of, payment_of, soon_equal, stock_of
from .representations import in_stock, the_cart, the_line, the_order, the_payment
from .steps import (
    ADDRESS,
    LISTED,
    a_product,
    accepted,
    an_order,
    place,
    put_in_cart,
    refused,
    settled,
    unique,
)
from .version import BASE, money

FULL_ADDRESS = {**ADDRESS, "line2": "Second floor", "country": "AT"}
LONGEST_ADDRESS = {
    "name": "n" * 200,
    "line1": "1" * 200,
    "line2": "2" * 200,
    "city": "c" * 100,
    "postal_code": "p" * 20,
    "country": "DE",
}


def test_an_order_is_answered_whole_and_read_back(staff, customer):
    products = [a_product(staff, stock=10, price=price) for price in (1999, 333)]
    put_in_cart(customer, products[0], 2)
    put_in_cart(customer, products[1], 3)
    answer = place(customer)
    placed = accepted(answer, 201)
    lines = [the_line(products[0], 2), the_line(products[1], 3)]
    assert placed == the_order(customer, lines, placed["status"])
    assert placed["status"] in ("pending", "confirmed")
    assert lines_of(customer, placed) == lines
    assert placed["total"] == money(4997)
    location = urlsplit(answer.headers["Location"]).path
    assert location.endswith(f"{BASE}/orders/{placed['id']}")
    same = {"id": placed["id"], "created_at": placed["created_at"]}
    confirmed = settled(customer, placed)
    assert confirmed == the_order(customer, lines, "confirmed", **same)
    assert order_of(customer, placed) == order_of(staff, placed) == confirmed
    soon_equal(lambda: orders_of(customer), [confirmed], LISTED)
    assert payment_of(customer, placed) == the_payment(confirmed, "captured")
    assert stock_of(staff, products[0]) == in_stock(8, sold=2)
    assert stock_of(staff, products[1]) == in_stock(7, sold=3)


def test_the_history_runs_forward(staff, customer):
    order = settled(customer, an_order(customer, a_product(staff)))
    times = [step["at"] for step in order["history"]]
    assert times == sorted(times)


def test_placing_leaves_an_empty_cart_with_a_new_id(staff, customer):
    product = a_product(staff)
    before = put_in_cart(customer, product, 2)
    order = accepted(place(customer), 201)
    after = cart_of(customer)
    assert after == the_cart(customer)
    assert after["id"] != before["id"]
    settled(customer, order)
    assert cart_of(customer) == after
    assert put_in_cart(customer, product) == {
        **the_cart(customer, the_line(product)),
        "id": after["id"],
    }


@pytest.mark.parametrize("method", [None, "pm_card_visa_chargeDeclined"])
def test_a_rejected_order_does_not_bring_the_cart_back(staff, customer, method):
    product = a_product(staff, stock=1)
    put_in_cart(customer, product, 1 if method else 2)
    order = accepted(place(customer, method=method or "pm_card_visa"), 201)
    assert settled(customer, order)["status"] == "rejected"
    assert cart_of(customer) == the_cart(customer)


@pytest.mark.parametrize("address", [ADDRESS, FULL_ADDRESS, LONGEST_ADDRESS])
def test_an_order_keeps_its_address(staff, customer, address):
    put_in_cart(customer, a_product(staff))
    order = accepted(place(customer, address=address), 201)
    assert order["shipping_address"] == address
    assert order_of(customer, order)["shipping_address"] == address


def test_an_address_is_trimmed_and_its_second_line_may_be_null(staff, customer):
    put_in_cart(customer, a_product(staff))
    address = {**ADDRESS, "name": f" {ADDRESS['name']} ", "city": " London\t", "line2": None}
    order = accepted(place(customer, address=address), 201)
    kept = {name: value for name, value in order["shipping_address"].items() if value is not None}
    assert kept == ADDRESS


def test_the_price_is_that_of_the_moment_of_placing(staff, customer):
    product = a_product(staff, price=1000)
    put_in_cart(customer, product, 3)
    body = {"name": "Renamed", "category": "tests", "price": money(1001)}
    now = accepted(staff.put(f"/products/{product['id']}", body, headers={"If-Match": "*"}))
    order = settled(customer, accepted(place(customer), 201))
    assert order == the_order(customer, [the_line(now, 3)], "confirmed")
    assert order["total"] == money(3003)
    assert payment_of(customer, order)["amount"] == money(3003)


def test_an_order_keeps_its_copy_of_name_and_price(staff, customer):
    product = a_product(staff, price=1000)
    order = settled(customer, an_order(customer, product, 2))
    path = f"/products/{product['id']}"
    body = {"name": "Renamed", "category": "tests", "price": money(7)}
    accepted(staff.put(path, body, headers={"If-Match": "*"}))
    assert order_of(customer, order) == order
    accepted(staff.delete(path), 204)
    assert order_of(customer, order) == order
    soon_equal(lambda: orders_of(customer), [order], LISTED)


def test_an_order_may_cost_exactly_99_999_999(staff, customer):
    dear, less_dear = (a_product(staff, stock=10, price=price) for price in (10_000_000, 9_999_999))
    put_in_cart(customer, dear, 9)
    put_in_cart(customer, less_dear, 1)
    order = settled(customer, accepted(place(customer), 201))
    lines = [the_line(dear, 9), the_line(less_dear)]
    assert order == the_order(customer, lines, "confirmed")
    assert order["total"] == money(99_999_999)
    assert payment_of(customer, order) == the_payment(order, "captured")


def test_one_cent_more_is_refused(staff, customer):
    product = a_product(staff, stock=10, price=10_000_000)
    before = put_in_cart(customer, product, 10)
    refused(place(customer), 422, "")
    assert cart_of(customer) == before
    assert orders_of(customer) == []
    assert stock_of(staff, product) == in_stock(10)


def test_40_lines_are_placed_at_once(staff, customer):
    products = [a_product(staff, stock=1, price=100 + number) for number in range(40)]
    for product in products:
        put_in_cart(customer, product)
    order = settled(customer, accepted(place(customer), 201))
    lines = [the_line(product) for product in products]
    assert order == the_order(customer, lines, "confirmed")
    assert stock_of(staff, products[39]) == in_stock(0, sold=1)


@pytest.mark.parametrize("stock, quantity", [(0, 1), (2, 3), (1, 99)])
def test_too_little_stock_rejects_the_order_and_charges_nothing(staff, customer, stock, quantity):
    product = a_product(staff, stock=stock)
    order = settled(customer, an_order(customer, product, quantity))
    lines = [the_line(product, quantity)]
    assert order == the_order(customer, lines, "rejected", reason="out_of_stock")
    refused(customer.get(f"/orders/{order['id']}/payment"), 404)
    assert stock_of(staff, product) == in_stock(stock)


def test_the_very_last_can_be_bought_and_then_there_are_none(staff, customer, other_customer):
    product = a_product(staff, stock=3)
    assert settled(customer, an_order(customer, product, 3))["status"] == "confirmed"
    assert stock_of(staff, product) == in_stock(0, sold=3)
    late = settled(other_customer, an_order(other_customer, product, 1))
    assert (late["status"], late["reason"]) == ("rejected", "out_of_stock")
    assert stock_of(staff, product) == in_stock(0, sold=3)


@pytest.mark.parametrize("short", [0, 1, 2])
def test_of_a_mixed_cart_everything_is_bought_or_nothing(staff, customer, short):
    products = [a_product(staff, stock=1 if number == short else 5) for number in range(3)]
    for product in products:
        put_in_cart(customer, product, 2)
    order = settled(customer, accepted(place(customer), 201))
    lines = [the_line(product, 2) for product in products]
    assert order == the_order(customer, lines, "rejected", reason="out_of_stock")
    for number, product in enumerate(products):
        assert stock_of(staff, product) == in_stock(1 if number == short else 5)


def test_new_stock_is_sold_after_a_rejection(staff, customer):
    product = a_product(staff, stock=1)
    assert settled(customer, an_order(customer, product, 2))["status"] == "rejected"
    body = {"delta": 1, "reason": unique("delivery")}
    headers = {"Idempotency-Key": unique("key")}
    path = f"/products/{product['id']}/stock/adjustments"
    accepted(staff.post(path, body, headers=headers), 201)
    assert settled(customer, an_order(customer, product, 2))["status"] == "confirmed"
    assert stock_of(staff, product) == in_stock(0, sold=2)
