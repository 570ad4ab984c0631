"""Concurrent orders and changes of the same product: stock and money stay correct."""

import threading
from contextlib import contextmanager

import pytest

from .lives import an_order_that_is, cancel, deliver, ship, told_of
from .readings import (
    cart_of,
    etag_of,
    order_of,
    payment_of,
    product_of,
    soon_equal,
    stock_of,
)
from .representations import in_stock, the_cart, the_payment
from .steps import (
    LATER,
    LISTED,
    a_customer,
    a_product,
    accepted,
    at_once,
    place,
    put_in_cart,
    refused,
    settled,
)
from .version import cents, money

CROWD = 12


@pytest.fixture(scope="module")
def crowd(shop):
    """People with empty carts."""
    return at_once(*[lambda: a_customer(shop)] * CROWD)


def all_at_once(call, people):
    """[call(person)] for all of them at the same moment."""
    return at_once(*[lambda person=person: call(person) for person in people])


def all_place(people):
    """Place an order for each at the same moment. Returns the orders, settled."""
    placed = all_at_once(place, people)
    return [
        settled(person, accepted(answer, 201))
        for person, answer in zip(people, placed, strict=True)
    ]


def outcomes(orders):
    return sorted((order["status"], order["reason"] or "") for order in orders)


@contextmanager
def watched(staff, product):
    """Check during the block that the stock adds up and is never negative."""
    total = sum(stock_of(staff, product).values())
    over, wrong = threading.Event(), []

    def watch():
        while not over.is_set():
            stock = stock_of(staff, product)
            if min(stock.values()) < 0 or sum(stock.values()) != total:
                wrong.append(stock)

    watcher = threading.Thread(target=watch)
    watcher.start()
    try:
        yield
    finally:
        over.set()
        watcher.join()
    assert wrong == []


def test_of_eight_changes_of_one_version_exactly_one_is_accepted(staff, anyone):
    product = a_product(staff, stock=0)
    path, headers = f"/products/{product['id']}", {"If-Match": etag_of(staff, product)}

    def change(price):
        body = {"name": f"Price {price}", "category": "race", "price": money(price)}
        return staff.put(path, body, headers=headers)

    answers = at_once(*[lambda price=price: change(price) for price in range(1, 9)])
    accepted_ones = [answer for answer in answers if answer.status_code == 200]
    for answer in answers:
        if answer not in accepted_ones:
            refused(answer, 412)
    assert len(accepted_ones) == 1
    assert product_of(anyone, product) == accepted(accepted_ones[0])
    assert etag_of(anyone, product) == accepted_ones[0].headers["ETag"]


@pytest.mark.parametrize("stock", [1, 5])
def test_twelve_buyers_of_the_last_items_leave_as_many_orders_as_items(staff, crowd, stock):
    product = a_product(staff, stock=stock)
    for person in crowd:
        put_in_cart(person, product)
    with watched(staff, product):
        orders = all_place(crowd)
    assert outcomes(orders) == (
        [("confirmed", "")] * stock + [("rejected", "out_of_stock")] * (CROWD - stock)
    )
    assert stock_of(staff, product) == in_stock(0, sold=stock)
    for person, order in zip(crowd, orders, strict=True):
        assert cart_of(person) == the_cart(person)
        if order["status"] == "confirmed":
            assert payment_of(person, order) == the_payment(order, "captured")
        else:
            refused(person.get(f"/orders/{order['id']}/payment"), 404)


def test_buyers_of_three_each_leave_what_is_not_enough_for_another(staff, crowd):
    product = a_product(staff, stock=10)
    for person in crowd[:8]:
        put_in_cart(person, product, 3)
    with watched(staff, product):
        orders = all_place(crowd[:8])
    assert outcomes(orders) == [("confirmed", "")] * 3 + [("rejected", "out_of_stock")] * 5
    assert stock_of(staff, product) == in_stock(1, sold=9)


def test_carts_with_the_same_goods_in_opposite_order_do_not_block_each_other(staff, crowd):
    goods = [a_product(staff, stock=4) for _ in range(2)]
    for number, person in enumerate(crowd[:8]):
        for product in goods if number % 2 else goods[::-1]:
            put_in_cart(person, product)
    orders = all_place(crowd[:8])
    assert outcomes(orders) == [("confirmed", "")] * 4 + [("rejected", "out_of_stock")] * 4
    for product in goods:
        assert stock_of(staff, product) == in_stock(0, sold=4)


def test_declined_buyers_among_the_others_lose_nothing(staff, crowd):
    product = a_product(staff, stock=CROWD)
    for person in crowd:
        put_in_cart(person, product)
    methods = ["pm_card_visa", "pm_card_visa_chargeDeclined"] * (CROWD // 2)
    calls = [lambda p=p, m=m: place(p, m) for p, m in zip(crowd, methods, strict=True)]
    with watched(staff, product):
        placed = [accepted(answer, 201) for answer in at_once(*calls)]
        orders = [settled(*pair) for pair in zip(crowd, placed, strict=True)]
    half = CROWD // 2
    assert outcomes(orders) == (
        [("confirmed", "")] * half + [("rejected", "payment_declined")] * half
    )
    assert stock_of(staff, product) == in_stock(half, sold=half)


@pytest.mark.parametrize("attempt", range(4))
def test_an_order_is_shipped_or_cancelled_but_not_both(staff, customer, attempt):
    product = a_product(staff, stock=5)
    order = an_order_that_is("confirmed", staff, customer, product, 2)
    calls = [lambda: cancel(customer, order), lambda: ship(staff, order)]
    answers = at_once(*calls[:: -1 if attempt % 2 else 1])
    cancelled, shipped = answers[:: -1 if attempt % 2 else 1]
    if shipped.status_code == 200:
        refused(cancelled, 409)
        assert order_of(customer, order) == accepted(shipped)
        assert payment_of(customer, order) == the_payment(order, "captured")
        assert stock_of(staff, product) == in_stock(3, sold=2)
    else:
        accepted(cancelled, 202)
        refused(shipped, 409)
        now = settled(customer, order)
        assert (now["status"], now["shipment"]) == ("cancelled", None)
        assert payment_of(customer, order) == the_payment(order, "refunded", cents(order["total"]))
        soon_equal(lambda: stock_of(staff, product), in_stock(5), LISTED)


def test_eight_cancellations_at_once_are_one(staff, customer):
    product = a_product(staff, stock=5)
    order = an_order_that_is("confirmed", staff, customer, product, 2)
    for answer in at_once(*[lambda: cancel(customer, order)] * 8):
        accepted(answer, 202)
    now = settled(customer, order)
    steps = [step["status"] for step in now["history"]]
    assert steps == ["pending", "confirmed", "cancelling", "cancelled"]
    assert payment_of(customer, order) == the_payment(order, "refunded", cents(order["total"]))
    soon_equal(lambda: stock_of(staff, product), in_stock(5), LISTED)
    soon_equal(lambda: told_of(customer), ["order_cancelled", "order_confirmed"], LATER)


@pytest.mark.parametrize("was, move", [("confirmed", ship), ("shipped", deliver)])
def test_of_six_equal_moves_at_once_exactly_one_is_made(staff, customer, was, move):
    product = a_product(staff)
    order = an_order_that_is(was, staff, customer, product)
    answers = at_once(*[lambda: move(staff, order)] * 6)
    moved = [accepted(answer) for answer in answers if answer.status_code == 200]
    for answer in answers:
        if answer.status_code != 200:
            refused(answer, 409)
    assert len(moved) == 1
    assert order_of(customer, order) == moved[0]
    assert len(moved[0]["history"]) == len(order["history"]) + 1
