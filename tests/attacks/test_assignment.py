"""Mass assignment: a field of the answer is no field of the request, and a role is never one."""

import pytest

from tests.contract.people import a_person
from tests.contract.steps import (
    ADDRESS,
    accepted,
    an_order,
    new_key,
    put_in_cart,
    refused,
    settled,
)

NOBODYS = "018f0000-0000-7000-8000-000000000000"
OF_A_USER = {
    "role": "staff",
    "roles": ["admin"],
    "is_staff": True,
    "id": NOBODYS,
    "mfa_enabled": False,
    "created_at": "2020-01-01T00:00:00.000Z",
    "password_hash": "x",
    "__class__": "staff",
    "constructor": {"prototype": {"role": "staff"}},
    "__proto__": {"role": "staff"},
    "Role": "staff",
    "role ": "staff",
    "r\u043ele": "staff",  # a Cyrillic o
}
OF_AN_ORDER = {
    "total": 1,
    "price": 1,
    "lines": [],
    "status": "confirmed",
    "user_id": NOBODYS,
    "currency": "XXX",
    "reason": None,
    "id": NOBODYS,
    "amount": 1,
}
OF_A_LINE = {"price": 1, "unit_price": 1, "line_total": 1, "name": "x", "user_id": NOBODYS}


@pytest.mark.short
def test_nobody_signs_up_with_more_than_a_name(shop):
    for field, value in OF_A_USER.items():
        refused(shop.call("POST", "/users", json=a_person(**{field: value})), 422)
        answer = shop.call("POST", "/users", params={field: str(value)}, json=a_person())
        assert accepted(answer, 201)["role"] == "customer", field


@pytest.mark.short
def test_nobody_changes_more_of_an_account_than_its_name(customer):
    before = accepted(customer.get(customer.path))
    for field, value in OF_A_USER.items():
        body = {"email": customer.email, "name": customer.name, field: value}
        refused(customer.put(customer.path, body), 422)
    assert accepted(customer.get(customer.path)) == before
    refused(customer.get("/users"), 403)


def test_the_last_of_two_fields_of_one_name_makes_nobody_staff(shop):
    text = (
        '{"email": "a@b.cd", "name": "A", "role": "staff", "role": "x", "password": "long or so"}'
    )
    json = {"Content-Type": "application/json"}
    assert shop.call("POST", "/users", data=text.encode(), headers=json).status_code in (400, 422)


@pytest.mark.short
def test_an_order_costs_what_the_catalog_says(world):
    for field, value in OF_AN_ORDER.items():
        body = {"payment_method": "pm_card_visa", "shipping_address": ADDRESS, field: value}
        path = f"{world.owner.path}/orders"
        refused(world.owner.post(path, body, headers=new_key()), 422)
        for where in ({"shipping_address": ADDRESS | {field: value}},):
            odd = {"payment_method": "pm_card_visa", **where}
            refused(world.owner.post(path, odd, headers=new_key()), 422)
    for field, value in OF_A_LINE.items():
        item = f"{world.owner.path}/cart/items/{world.product['id']}"
        refused(world.owner.put(item, {"quantity": 1, field: value}), 422)
    world.is_untouched()


def test_a_move_of_an_order_takes_no_state(staff, customer, world):
    order = settled(customer, an_order(customer, world.product))
    for body in ({"status": "delivered"}, {"carrier": "Post", "tracking": "1", "status": "x"}):
        refused(staff.post(f"/orders/{order['id']}/shipment", body), 422)
    customer.post(f"/orders/{order['id']}/cancellation", {"refund": 10**9, "status": "delivered"})
    now = settled(customer, order)
    assert (now["status"], now["total"]) == ("cancelled", order["total"])


def test_an_item_goes_into_ones_own_cart_only(world):
    before = accepted(world.owner.get(f"{world.owner.path}/cart"))
    item = f"{world.owner.path}/cart/items/{world.product['id']}"
    refused(world.stranger.put(item, {"quantity": 1}), 404)
    put_in_cart(world.stranger, world.product)
    assert accepted(world.owner.get(f"{world.owner.path}/cart")) == before
    accepted(world.stranger.delete(f"{world.stranger.path}/cart"), 204)
