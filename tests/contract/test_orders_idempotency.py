"""An order that is retried with its key stays one order, with one charge."""

import pytest

from .lives import ship
from .readings import cart_of, lines_of, order_of, orders_of, soon_equal, stock_of
from .representations import in_stock, the_cart, the_line
from .steps import (
    ADDRESS,
    LISTED,
    a_product,
    accepted,
    add_stock,
    at_once,
    place,
    put_in_cart,
    refused,
    settled,
    unique,
)

BAD_ADDRESS = {**ADDRESS, "country": "XX"}


@pytest.fixture
def product(staff):
    return a_product(staff, stock=10)


@pytest.fixture
def key():
    return unique("key")


def sold(staff, product):
    return stock_of(staff, product)["sold"]


def only_order(customer, order):
    soon_equal(lambda: [one["id"] for one in orders_of(customer)], [order["id"]], LISTED)


# --8<-- [start:again]
def test_sent_again_it_is_the_same_order(staff, customer, product, key):
    put_in_cart(customer, product, 2)
    first = place(customer, key=key)
    order = settled(customer, accepted(first, 201))
    for _ in range(3):
        again = place(customer, key=key)
        assert accepted(again, 201) == order
        assert again.headers["Location"] == first.headers["Location"]
    only_order(customer, order)
    assert stock_of(staff, product) == in_stock(8, sold=2)


# --8<-- [end:again]
def test_sent_again_it_leaves_the_next_cart_alone(customer, product, key):
    put_in_cart(customer, product, 2)
    order = accepted(place(customer, key=key), 201)
    next_cart = put_in_cart(customer, product, 3)
    assert accepted(place(customer, key=key), 201)["id"] == order["id"]
    assert cart_of(customer) == next_cart == the_cart(customer, the_line(product, 3))
    only_order(customer, order)


def test_sent_again_it_shows_how_the_order_is_now(staff, customer, product, key):
    put_in_cart(customer, product)
    order = settled(customer, accepted(place(customer, key=key), 201))
    shipped = accepted(ship(staff, order))
    assert accepted(place(customer, key=key), 201) == shipped == order_of(customer, order)


def test_sent_again_it_is_the_same_though_the_product_is_gone(staff, customer, product, key):
    put_in_cart(customer, product)
    order = settled(customer, accepted(place(customer, key=key), 201))
    accepted(staff.delete(f"/products/{product['id']}"), 204)
    assert accepted(place(customer, key=key), 201) == order


@pytest.mark.parametrize(
    "method, quantity", [("pm_card_visa_chargeDeclined", 1), ("pm_card_visa", 11)]
)
def test_sent_again_a_rejected_order_stays_rejected(
    staff, customer, product, key, method, quantity
):
    put_in_cart(customer, product, quantity)
    order = settled(customer, accepted(place(customer, method=method, key=key), 201))
    assert order["status"] == "rejected"
    add_stock(staff, product, 50)
    assert accepted(place(customer, method=method, key=key), 201) == order
    assert stock_of(staff, product) == in_stock(60)
    only_order(customer, order)


OTHERS = {
    "another method": {"method": "pm_card_mastercard"},
    "another name": {"address": {**ADDRESS, "name": "Grace Hopper"}},
    "one line more": {"address": {**ADDRESS, "line2": "Second floor"}},
}


@pytest.mark.parametrize("other", OTHERS.values(), ids=OTHERS)
def test_a_key_is_good_for_one_body_only(staff, customer, product, key, other):
    put_in_cart(customer, product)
    order = settled(customer, accepted(place(customer, key=key), 201))
    next_cart = put_in_cart(customer, product, 4)
    refused(place(customer, key=key, **other), 422)
    assert order_of(customer, order) == order
    assert cart_of(customer) == next_cart
    only_order(customer, order)
    assert sold(staff, product) == 1


def test_another_key_is_another_order(staff, customer, product, key):
    orders = []
    for quantity, this_key in ((1, key), (2, f"{key}~")):
        put_in_cart(customer, product, quantity)
        orders.append(settled(customer, accepted(place(customer, key=this_key), 201)))
    assert orders[0]["id"] != orders[1]["id"]
    assert sold(staff, product) == 3


def test_the_longest_key_is_told_from_one_that_differs_in_its_last_letter(customer, product, key):
    orders = []
    for last in "ab":
        put_in_cart(customer, product)
        long_key = key.ljust(254, "!") + last
        orders.append(accepted(place(customer, key=long_key), 201))
        assert accepted(place(customer, key=long_key), 201)["id"] == orders[-1]["id"]
    assert orders[0]["id"] != orders[1]["id"]


def test_two_people_may_use_the_same_key(staff, customer, other_customer, product, key):
    orders = []
    for person, quantity in ((customer, 1), (other_customer, 2)):
        put_in_cart(person, product, quantity)
        orders.append(settled(person, accepted(place(person, key=key), 201)))
    assert [order["user_id"] for order in orders] == [customer.id, other_customer.id]
    people = (customer, other_customer)
    lines = [lines_of(*pair) for pair in zip(people, orders, strict=True)]
    assert [line["quantity"] for (line,) in lines] == [1, 2]
    assert sold(staff, product) == 3
    for person, order in zip((customer, other_customer), orders, strict=True):
        assert accepted(place(person, key=key), 201) == order


def test_a_refusal_uses_no_key_up(staff, customer, product, key):
    refused(place(customer, key=key), 422, "")
    put_in_cart(customer, product)
    refused(place(customer, key=key, address=BAD_ADDRESS), 422, "/shipping_address/country")
    order = settled(customer, accepted(place(customer, key=key), 201))
    assert order["status"] == "confirmed"
    assert cart_of(customer) == the_cart(customer)
    assert sold(staff, product) == 1


def test_a_refusal_for_an_archived_product_uses_no_key_up(staff, customer, product, key):
    gone = a_product(staff)
    put_in_cart(customer, product)
    put_in_cart(customer, gone)
    accepted(staff.delete(f"/products/{gone['id']}"), 204)
    refused(place(customer, key=key), 422, "")
    accepted(customer.delete(f"{customer.path}/cart/items/{gone['id']}"), 204)
    assert settled(customer, accepted(place(customer, key=key), 201))["status"] == "confirmed"


def test_the_same_key_eight_times_at_once_is_one_order(staff, customer, product, key):
    put_in_cart(customer, product, 2)
    answers = at_once(*[lambda: place(customer, key=key)] * 8)
    for answer in answers:
        if answer.status_code != 201:
            refused(answer, 409)  # the first is still running
    ids = {accepted(answer, 201)["id"] for answer in answers if answer.status_code == 201}
    assert len(ids) == 1
    order = settled(customer, {"id": ids.pop()})
    assert order["status"] == "confirmed"
    only_order(customer, order)
    assert accepted(place(customer, key=key), 201) == order
    assert stock_of(staff, product) == in_stock(8, sold=2)
    assert cart_of(customer) == the_cart(customer)


def test_eight_keys_at_once_for_one_cart_are_one_order(staff, customer, product):
    put_in_cart(customer, product, 2)
    answers = at_once(*[lambda: place(customer)] * 8)
    placed = [answer for answer in answers if answer.status_code == 201]
    for answer in answers:
        if answer not in placed:
            refused(answer, 422, "")
    assert len(placed) == 1
    order = settled(customer, accepted(placed[0], 201))
    assert order["status"] == "confirmed"
    only_order(customer, order)
    assert stock_of(staff, product) == in_stock(8, sold=2)
