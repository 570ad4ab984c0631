"""Mistakes that a shop of several services can make, and a monolith hardly can."""

import pytest

from .charges import once
from .lives import cancel
from .readings import order_of, soon_equal, stock_of
from .representations import in_stock
from .steps import (
    LATER,
    LISTED,
    a_product,
    accepted,
    an_order,
    at_once,
    listed,
    new_key,
    refused,
    settled,
    unique,
)
from .version import money

UNKNOWN = "01890a5d-ac96-774b-bcce-b302099a8057"
INTERNAL = [
    ("GET", f"/internal/carts/{UNKNOWN}"),
    ("POST", f"/internal/carts/{UNKNOWN}/renewal"),
    ("PUT", f"/internal/charges/{UNKNOWN}"),
    ("GET", f"/internal/people/{UNKNOWN}"),
    ("GET", f"/internal/products?ids={UNKNOWN}"),
    ("PUT", f"/internal/refunds/{UNKNOWN}"),
    ("PUT", f"/internal/reservations/{UNKNOWN}"),
    ("GET", f"/internal/sessions/{UNKNOWN}"),
    ("GET", f"/internal/stock?ids={UNKNOWN}"),
]


@pytest.mark.parametrize(("method", "path"), INTERNAL, ids=lambda word: word)
def test_nothing_internal_is_to_be_found(staff, anyone, method, path):
    for person in (staff, anyone):
        refused(person.call(method, path), 404)


def test_an_address_is_decoded_once(staff, anyone):
    first, *rest = a_product(staff)["id"]
    escaped = f"%{ord(first):02X}"
    accepted(anyone.get(f"/products/{escaped}{''.join(rest)}"))
    refused(anyone.get(f"/products/%25{escaped[1:]}{''.join(rest)}"), 404)


def test_a_token_that_every_part_has_seen_is_dead_everywhere_at_once(shop, staff, customer):
    product = a_product(staff)
    order = settled(customer, an_order(customer, product))
    paths = [customer.path, f"{customer.path}/cart", f"{customer.path}/orders"]
    paths += [f"{customer.path}/notifications", f"/orders/{order['id']}/payment"]
    for path in paths:
        accepted(customer.get(path))
    for path in ("/products", f"/products/{product['id']}/stock/adjustments"):
        refused(customer.post(path, {}, headers=new_key()), 403)
    accepted(customer.delete("/tokens/current"), 204)
    for path in paths:
        refused(customer.get(path), 401)
    for path in ("/products", f"/products/{product['id']}/stock/adjustments"):
        refused(customer.post(path, {}, headers=new_key()), 401)


def adjust(staff, product, delta):
    path = f"/products/{product['id']}/stock/adjustments"
    return staff.post(path, {"delta": delta, "reason": "counted"}, headers=new_key())


def test_a_list_soon_shows_the_last_of_many_changes_of_the_stock(staff, anyone):
    category = unique("category")
    products = [a_product(staff, stock=0, category=category) for _ in range(3)]
    calls = [lambda p=p: adjust(staff, p, 1) for _ in range(8) for p in products]
    for answer in at_once(*calls):
        accepted(answer, 201)

    def shown():
        return [one["available"] for one in listed(anyone, "/products", category=category)]

    soon_equal(shown, [8] * 3, LATER)


def test_a_list_that_was_read_before_soon_shows_what_has_changed(staff, anyone):
    category = unique("category")
    kept, gone = (a_product(staff, price=1000, category=category) for _ in range(2))

    def shown():
        found = listed(anyone, "/products", category=category, sort="price")
        return {one["id"]: one["price"] for one in found}

    soon_equal(shown, {kept["id"]: money(1000), gone["id"]: money(1000)}, LISTED)
    body = {"name": kept["name"], "category": category, "price": money(1500)}
    accepted(staff.put(f"/products/{kept['id']}", body, headers={"If-Match": "*"}))
    accepted(staff.delete(f"/products/{gone['id']}"), 204)
    soon_equal(shown, {kept["id"]: money(1500)}, LISTED)


def test_what_can_be_bought_is_never_what_could_be_bought_before(staff, anyone):
    product = a_product(staff, stock=0)
    for number in range(1, 31):
        accepted(adjust(staff, product, 1), 201)
        available = accepted(anyone.get(f"/products/{product['id']}/availability"))["available"]
        assert available == number


def test_goods_come_back_once_the_money_has_gone_back(provider, staff, customer):
    product = a_product(staff, stock=5)
    order = settled(customer, an_order(customer, product, 2))
    provider.switch(outage={"value": True, "calls": ["refund"]})
    accepted(cancel(customer, order), 202)
    asked = len(refunds_asked(provider, order))
    soon_equal(lambda: len(refunds_asked(provider, order)) > asked, True, LATER)
    assert order_of(customer, order)["status"] == "cancelling"
    assert stock_of(staff, product) == in_stock(3, sold=2)
    provider.reset_switches()
    once(customer, order, "cancelled")
    soon_equal(lambda: stock_of(staff, product), in_stock(5), LISTED)


def refunds_asked(provider, order):
    name = f"refund-{order['id']}"
    return [one for one in provider.requests() if one["idempotency_key"] == name]
