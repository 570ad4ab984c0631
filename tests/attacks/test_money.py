"""Money tricks: no number, no currency and no moment makes anything cheaper."""

import json

import pytest

from tests.contract.lives import cancel
from tests.contract.steps import (
    a_product,
    accepted,
    an_order,
    at_once,
    new_key,
    place,
    put_in_cart,
    settled,
)

QUANTITIES = """-1 0 100 99999999999999999999 1.0 1.5 1e0 1e1 -0 0.1 1e400 true null "1" "" [1]
{"value":1} "0x1" "1e1" "\\u0661" NaN Infinity -Infinity""".split()
PRICES = """-1 0 -0 10000001 1e3 12.5 1.0 "1250" "12,50" true null [1250] NaN Infinity -1e9
9223372036854775808 340282366920938463463374607431768211456""".split()
DELTAS = """0 1000001 -1000001 1.0 1e3 "1" true null NaN 9223372036854775808""".split()
JSON = {"Content-Type": "application/json"}


def sent(person, method, path, text, headers=None):
    headers = JSON | new_key() | {"If-Match": "*"} | (headers or {})
    return person.call(method, path, data=text.encode(), headers=headers).status_code


@pytest.mark.short
def test_no_odd_quantity_gets_into_a_cart(world):
    path = f"{world.owner.path}/cart/items/{world.product['id']}"
    got = {n: sent(world.owner, "PUT", path, f'{{"quantity": {n}}}') for n in QUANTITIES}
    assert {n: status for n, status in got.items() if status not in (400, 422)} == {}
    world.is_untouched()


@pytest.mark.short
def test_no_odd_price_or_delta_is_taken(world):
    product = json.dumps({"name": "Teapot", "description": "", "category": "tests"})[:-1]
    path = f"/products/{world.product['id']}"
    got = {}
    for n in PRICES:
        text = f'{product}, "price": {n}}}'
        got[f"POST {n}"] = sent(world.staff, "POST", "/products", text)
        got[f"PUT {n}"] = sent(world.staff, "PUT", path, text)
    for n in DELTAS:
        text = f'{{"delta": {n}, "reason": "r"}}'
        got[f"delta {n}"] = sent(world.staff, "POST", f"{path}/stock/adjustments", text)
    assert {n: status for n, status in got.items() if status not in (400, 422)} == {}
    world.is_untouched()


@pytest.mark.short
def test_the_price_is_the_one_of_the_moment_of_placing(staff, customer):
    product = a_product(staff, price=100)
    put_in_cart(customer, product, 2)
    fields = {name: product[name] for name in ("name", "description", "category")}
    path, match = f"/products/{product['id']}", {"If-Match": "*"}
    accepted(staff.put(path, {**fields, "price": 9000}, headers=match))
    order = accepted(place(customer), 201)
    assert order["total"] == 18000
    accepted(staff.put(path, {**fields, "price": 1}, headers=match))
    assert settled(customer, order)["total"] == 18000
    payment = accepted(customer.get(f"/orders/{order['id']}/payment"))
    assert (payment["status"], payment["amount"]) == ("captured", 18000)


def test_no_order_is_larger_than_the_limit(staff, customer):
    product = a_product(staff, stock=99, price=10_000_000)
    put_in_cart(customer, product, 99)
    assert place(customer).status_code == 422


def test_a_refund_is_made_once_however_often_it_is_asked_for(staff, customer, world):
    order = settled(customer, an_order(customer, world.product))
    answers = at_once(*[lambda: cancel(customer, order), lambda: cancel(staff, order)] * 4)
    assert {answer.status_code for answer in answers} == {202}
    assert settled(customer, order)["status"] == "cancelled"
    payment = accepted(customer.get(f"/orders/{order['id']}/payment"))
    assert payment["refunded"] == payment["amount"] == order["total"]


def test_no_payment_method_is_an_address_or_a_free_one(staff, customer):
    product = a_product(staff, stock=99)
    for method in (
        "free",
        "pm_card_visa\0",
        "http://127.0.0.1:1/",
        "../../refunds",
        "pm_x?amount=1",
    ):
        put_in_cart(customer, product)
        answer = place(customer, method)
        if answer.status_code == 201:
            assert settled(customer, accepted(answer, 201))["status"] == "rejected", method
        else:
            assert answer.status_code == 422, (method, answer.text)
