"""Refused orders: the cart is unchanged, and no order was placed."""

import pytest

from .readings import cart_of, lines_of, orders_of, stock_of
from .representations import in_stock, the_cart
from .steps import (
    ADDRESS,
    a_customer,
    a_product,
    accepted,
    new_key,
    place,
    put_in_cart,
    refused,
    settled,
)

UNKNOWN = "01890a5d-ac96-774b-bcce-b302099a8057"


class Buyer:
    """A customer with a filled cart, which no refusal may change."""

    def __init__(self, shop, staff):
        self.person = a_customer(shop)
        self.product = a_product(staff, stock=5)
        self.cart = put_in_cart(self.person, self.product, 2)

    def post(self, body, headers=None):
        path = f"{self.person.path}/orders"
        return self.person.post(path, body, headers=new_key() if headers is None else headers)

    def assert_nothing_bought(self, staff):
        assert cart_of(self.person) == self.cart
        assert orders_of(self.person) == []
        assert stock_of(staff, self.product) == in_stock(5)


@pytest.fixture(scope="module")
def buyer(shop, _staff_sign_in):
    return Buyer(shop, _staff_sign_in())


def a_body(**fields):
    return {"payment_method": "pm_card_visa", "shipping_address": ADDRESS, **fields}


WRONG = {
    "payment_method": [None, "", " ", "pm card", "pm\n", "pm_é", "x" * 256, "a\0b", 5, ["pm"]],
    "shipping_address": [None, "London", [], 5],
    "total": [1],
    "user_id": [UNKNOWN],
    "status": ["confirmed"],
    "lines": [[]],
}
WRONG_IN_ADDRESS = {
    "name": [None, "", "  ", "n" * 201, "a\0b", 5],
    "line1": [None, "", "1" * 201, "\ud800", 5],
    "line2": ["", " ", "2" * 201, 5],
    "city": [None, "", "c" * 101, 5],
    "postal_code": [None, "", "p" * 21, 1010],
    "country": [None, "", "de", "XX", "UK", "DEU", "D", 276],
    "email": ["ada@example.org"],
}


def cases(table):
    return [
        pytest.param(field, value, id=f"{field} {value!r:.20}")
        for field, values in table.items()
        for value in values
    ]


@pytest.mark.parametrize("field, value", cases(WRONG))
def test_an_order_with_a_wrong_field_is_refused(staff, buyer, field, value):
    refused(buyer.post(a_body(**{field: value})), 422, f"/{field}")
    buyer.assert_nothing_bought(staff)


@pytest.mark.parametrize("field, value", cases(WRONG_IN_ADDRESS))
def test_an_order_to_a_wrong_address_is_refused(staff, buyer, field, value):
    body = a_body(shipping_address={**ADDRESS, field: value})
    refused(buyer.post(body), 422, f"/shipping_address/{field}")
    buyer.assert_nothing_bought(staff)


@pytest.mark.parametrize("field", ["payment_method", "shipping_address"])
def test_an_order_needs_a(staff, buyer, field):
    body = a_body()
    del body[field]
    refused(buyer.post(body), 422, f"/{field}")
    buyer.assert_nothing_bought(staff)


@pytest.mark.parametrize("field", ADDRESS)
def test_an_address_needs_a(staff, buyer, field):
    address = {name: value for name, value in ADDRESS.items() if name != field}
    refused(buyer.post(a_body(shipping_address=address)), 422, f"/shipping_address/{field}")
    buyer.assert_nothing_bought(staff)


@pytest.mark.parametrize("key", [None, "", "k" * 256, "a key", "a\tkey", "k\xe9y"])
def test_an_order_needs_a_well_formed_key(staff, buyer, key):
    headers = {} if key is None else {"Idempotency-Key": key.encode("latin-1")}
    refused(buyer.post(a_body(), headers), 400)
    refused(buyer.post(a_body(payment_method=""), headers), 400)
    buyer.assert_nothing_bought(staff)


@pytest.mark.parametrize("who, status", [("anyone", 401), ("other_customer", 404), ("staff", 404)])
def test_nobody_places_another_persons_order(request, staff, buyer, who, status):
    who = request.getfixturevalue(who)
    refused(who.post(f"{buyer.person.path}/orders", a_body(), headers=new_key()), status)
    buyer.assert_nothing_bought(staff)


def test_nobody_has_no_orders(staff, customer):
    for person in (staff, customer):
        for an_id in (UNKNOWN, "me"):
            refused(person.get(f"/users/{an_id}/orders"), 404)
            refused(person.post(f"/users/{an_id}/orders", a_body(), headers=new_key()), 404)


def test_an_empty_cart_is_refused(customer):
    refused(place(customer), 422, "")
    assert orders_of(customer) == []
    assert cart_of(customer) == the_cart(customer)


def test_a_cart_that_was_bought_is_empty(staff, customer):
    product = a_product(staff)
    put_in_cart(customer, product)
    order = accepted(place(customer), 201)
    refused(place(customer), 422, "")
    settled(customer, order)
    assert [one["id"] for one in orders_of(customer)] == [order["id"]]
    assert stock_of(staff, product) == in_stock(4, sold=1)


def test_an_archived_product_in_the_cart_is_named(staff, customer):
    gone, stays = (a_product(staff) for _ in range(2))
    put_in_cart(customer, stays)
    before = put_in_cart(customer, gone, 2)
    accepted(staff.delete(f"/products/{gone['id']}"), 204)
    problem = refused(place(customer), 422, "")
    said = " ".join(error["detail"] for error in problem["errors"])
    assert gone["id"] in said and gone["name"] in said
    assert stays["id"] not in said
    assert cart_of(customer) == before
    assert orders_of(customer) == []
    for product in (gone, stays):
        assert stock_of(staff, product) == in_stock(5)
    accepted(customer.delete(f"{customer.path}/cart/items/{gone['id']}"), 204)
    order = settled(customer, accepted(place(customer), 201))
    assert [line["product_id"] for line in lines_of(customer, order)] == [stays["id"]]


def test_the_last_thing_archived_still_refuses(staff, customer):
    product = a_product(staff)
    before = put_in_cart(customer, product)
    accepted(staff.delete(f"/products/{product['id']}"), 204)
    refused(place(customer), 422, "")
    assert cart_of(customer) == before
    assert orders_of(customer) == []
