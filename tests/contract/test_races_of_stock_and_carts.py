"""Concurrent changes of stock and carts: none is lost, and none is done twice."""

import pytest

from .readings import (
    adjustments_of,
    cart_of,
    lines_of,
    payment_of,
    soon_equal,
    stock_of,
)
from .representations import in_stock, the_cart, the_line, the_payment
from .steps import (
    LISTED,
    a_product,
    accepted,
    at_once,
    new_key,
    place,
    put_in_cart,
    refused,
    settled,
)
from .version import cents, money


def adjust(staff, product, delta, headers):
    path = f"/products/{product['id']}/stock/adjustments"
    return staff.post(path, {"delta": delta, "reason": "race"}, headers=headers)


def test_the_last_item_is_bought_or_written_off_but_not_both(staff, customer):
    product = a_product(staff, stock=1)
    put_in_cart(customer, product)
    answer, adjusted = at_once(
        lambda: place(customer), lambda: adjust(staff, product, -1, new_key())
    )
    order = settled(customer, accepted(answer, 201))
    if adjusted.status_code == 201:
        assert (order["status"], order["reason"]) == ("rejected", "out_of_stock")
        assert stock_of(staff, product) == in_stock(0)
    else:
        refused(adjusted, 409)
        assert order["status"] == "confirmed"
        assert stock_of(staff, product) == in_stock(0, sold=1)


def test_an_order_placed_during_a_change_of_price_costs_one_of_the_two(staff, customer):
    product = a_product(staff, price=1000)
    body = {"name": product["name"], "category": "race", "price": money(1500)}
    put_in_cart(customer, product, 3)
    answer, _ = at_once(
        lambda: place(customer),
        lambda: staff.put(f"/products/{product['id']}", body, headers={"If-Match": "*"}),
    )
    order = settled(customer, accepted(answer, 201))
    assert order["total"] in (money(3000), money(4500))
    price = money(cents(order["total"]) // 3)
    assert lines_of(customer, order) == [the_line({**product, "price": price}, 3)]
    assert payment_of(customer, order) == the_payment(order, "captured")


@pytest.mark.parametrize("attempt", range(4))
def test_what_is_put_in_while_placing_is_in_the_order_or_in_the_cart(staff, customer, attempt):
    first, second = (a_product(staff) for _ in range(2))
    put_in_cart(customer, first)
    calls = [lambda: place(customer), lambda: put_in_cart(customer, second, 3)]
    answers = at_once(*calls[:: -1 if attempt % 2 else 1])
    answer = answers[1 if attempt % 2 else 0]
    order = settled(customer, accepted(answer, 201))
    lines = lines_of(customer, order)
    if len(lines) == 2:
        assert lines == [the_line(first), the_line(second, 3)]
        assert cart_of(customer) == the_cart(customer)
    else:
        assert lines == [the_line(first)]
        assert cart_of(customer) == the_cart(customer, the_line(second, 3))


def test_of_twenty_adjustments_down_as_many_succeed_as_there_is_stock(staff):
    product = a_product(staff, stock=10)
    answers = at_once(*[lambda: adjust(staff, product, -1, new_key())] * 20)
    taken = [accepted(answer, 201) for answer in answers if answer.status_code == 201]
    for answer in answers:
        if answer.status_code != 201:
            refused(answer, 409)
    assert len(taken) == 10
    assert stock_of(staff, product) == in_stock(0)
    soon_equal(lambda: sum(one["delta"] for one in adjustments_of(staff, product)), 0, LISTED)
    assert len(adjustments_of(staff, product)) == 11


def test_adjustments_up_and_down_at_once_lose_nothing(staff):
    product = a_product(staff, stock=50)
    deltas = [7, -3] * 8
    answers = at_once(*[lambda d=d: adjust(staff, product, d, new_key()) for d in deltas])
    for answer in answers:
        accepted(answer, 201)
    assert stock_of(staff, product) == in_stock(50 + sum(deltas))


def test_one_adjustment_sent_eight_times_at_once_counts_once(staff):
    product, key = a_product(staff, stock=5), new_key()
    answers = at_once(*[lambda: adjust(staff, product, -2, key)] * 8)
    ids = set()
    for answer in answers:
        if answer.status_code == 201:
            ids.add(accepted(answer, 201)["id"])
        else:
            refused(answer, 409)  # the first is still running
    assert len(ids) == 1
    assert stock_of(staff, product) == in_stock(3)
    soon_equal(lambda: len(adjustments_of(staff, product)), 2, LISTED)


def test_eight_products_put_in_a_cart_at_once_are_all_in_it(staff, customer):
    products = [a_product(staff, stock=0) for _ in range(8)]
    at_once(*[lambda product=product: put_in_cart(customer, product, 2) for product in products])
    cart = cart_of(customer)
    assert sorted(line["product_id"] for line in cart["lines"]) == sorted(
        product["id"] for product in products
    )
    assert cart == the_cart(customer, *cart["lines"])
    assert cart["total"] == money(8 * 2 * cents(products[0]["price"]))


def test_a_cart_does_not_grow_beyond_40_lines_at_once(staff, customer):
    products = [a_product(staff, stock=0) for _ in range(44)]
    for product in products[:38]:
        put_in_cart(customer, product)

    def put(product):
        return customer.put(f"{customer.path}/cart/items/{product['id']}", {"quantity": 1})

    answers = at_once(*[lambda product=product: put(product) for product in products[38:]])
    for answer in answers:
        if answer.status_code != 200:
            refused(answer, 422, "")
    assert [answer.status_code for answer in answers].count(200) == 2
    assert len(cart_of(customer)["lines"]) == 40
