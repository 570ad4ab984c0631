"""Deleting an account: which data is deleted, and which stays."""

import pyotp
import pytest

from .readings import soon_equal
from .steps import (
    LATER,
    LISTED,
    PASSWORD,
    a_customer,
    a_product,
    accepted,
    an_order,
    eventually,
    listed,
    place,
    put_in_cart,
    refused,
    settled,
    sign_in,
    signed_in,
)

POST = {"carrier": "Post", "tracking": "RR123456785GB"}


def read(staff, order):
    return accepted(staff.get(f"/orders/{order['id']}"))


def test_a_deleted_persons_tokens_are_dead_at_once(shop, customer):
    elsewhere = signed_in(shop, customer.email, PASSWORD)
    accepted(customer.delete(customer.path), 204)
    for person in (customer, elsewhere):
        for path in (person.path, f"{person.path}/cart", f"{person.path}/orders"):
            refused(person.get(path), 401)
        refused(person.delete(person.path), 401)
        body = {"refresh_token": person.refresh_token}
        refused(shop.call("POST", "/tokens/refresh", json=body), 401)
    refused(sign_in(shop, customer.email, PASSWORD), 401)


def test_a_deleted_person_is_gone_for_staff_too(staff, customer):
    accepted(staff.get(customer.path))
    accepted(customer.delete(customer.path), 204)
    for ending in ("", "/cart", "/orders", "/notifications"):
        refused(staff.get(customer.path + ending), 404)

    def check():
        newest = accepted(staff.get("/users", params={"limit": 100}))
        assert customer.id not in [user["id"] for user in newest]

    eventually(check, LISTED)


def test_the_email_of_a_deleted_person_is_free_and_nothing_is_inherited(shop, staff):
    first, product = a_customer(shop), a_product(staff)
    settled(first, an_order(first, product))
    put_in_cart(first, product, 2)
    uri = accepted(first.post(f"{first.path}/mfa"), 201)["otpauth_uri"]
    code = pyotp.parse_uri(uri).now()
    accepted(first.put(f"{first.path}/mfa", {"otp": code}), 204)
    refused(sign_in(shop, first.email, PASSWORD), 401)
    accepted(first.delete(first.path), 204)

    second = a_customer(shop, email=first.email, name="Another Ada")
    assert second.id != first.id
    user = accepted(second.get(second.path))
    assert (user["name"], user["mfa_enabled"]) == ("Another Ada", False)
    assert accepted(second.get(f"{second.path}/cart"))["lines"] == []
    assert list(listed(second, f"{second.path}/orders")) == []
    assert list(listed(second, f"{second.path}/notifications")) == []
    refused(first.get(second.path), 401)


def final_orders(shop, staff):
    """A customer and their rejected, declined, cancelled and delivered order."""
    customer, product = a_customer(shop), a_product(staff, stock=10)
    rejected = an_order(customer, a_product(staff, stock=0))
    declined = an_order(customer, product, method="pm_card_visa_chargeDeclined")
    cancelled, delivered = an_order(customer, product), an_order(customer, product)
    for order in (rejected, declined, cancelled, delivered):
        settled(customer, order)
    accepted(customer.post(f"/orders/{cancelled['id']}/cancellation"), 202)
    accepted(staff.post(f"/orders/{delivered['id']}/shipment", POST))
    accepted(staff.post(f"/orders/{delivered['id']}/delivery"))
    settled(customer, cancelled)
    return customer, [rejected, declined, cancelled, delivered]


def test_final_orders_stay_without_their_address(shop, staff):
    customer, orders = final_orders(shop, staff)
    before = [read(staff, order) for order in orders]
    statuses = [order["status"] for order in before]
    assert statuses == ["rejected", "rejected", "cancelled", "delivered"]
    payment = accepted(staff.get(f"/orders/{orders[3]['id']}/payment"))
    accepted(customer.delete(customer.path), 204)
    expected = [{**order, "shipping_address": None} for order in before]
    soon_equal(lambda: [read(staff, order) for order in orders], expected, LATER)
    assert accepted(staff.get(f"/orders/{orders[3]['id']}/payment")) == payment

    def check():
        found = [order for order in listed(staff, "/orders") if order["user_id"] == customer.id]
        assert found == expected[::-1]

    eventually(check, LISTED)


def test_open_orders_keep_their_address_and_are_finished(shop, staff):
    customer, product = a_customer(shop), a_product(staff, stock=10)
    confirmed, shipped = an_order(customer, product), an_order(customer, product)
    for order in (confirmed, shipped):
        settled(customer, order)
    accepted(staff.post(f"/orders/{shipped['id']}/shipment", POST))
    before = [read(staff, order) for order in (confirmed, shipped)]
    accepted(customer.delete(customer.path), 204)
    assert [read(staff, order) for order in (confirmed, shipped)] == before

    sent = accepted(staff.post(f"/orders/{confirmed['id']}/shipment", POST))
    assert sent["shipping_address"] == before[0]["shipping_address"]
    for order in (confirmed, shipped):
        accepted(staff.post(f"/orders/{order['id']}/delivery"))
        assert read(staff, order)["status"] == "delivered"
    refused(staff.get(f"{customer.path}/notifications"), 404)


def test_an_order_that_arrives_later_keeps_its_address(shop, staff):
    customer, product = a_customer(shop), a_product(staff, stock=10)
    rejected = an_order(customer, a_product(staff, stock=0))
    shipped, cancelled = an_order(customer, product), an_order(customer, product)
    for order in (rejected, shipped, cancelled):
        settled(customer, order)
    accepted(staff.post(f"/orders/{shipped['id']}/shipment", POST))
    accepted(customer.delete(customer.path), 204)
    # Once the final order has lost its address, the deletion is complete.
    soon_equal(lambda: read(staff, rejected)["shipping_address"], None, LATER)

    accepted(staff.post(f"/orders/{shipped['id']}/delivery"))
    accepted(staff.post(f"/orders/{cancelled['id']}/cancellation"), 202)
    settled(staff, cancelled)
    for order in (shipped, cancelled):
        assert read(staff, order)["shipping_address"] == order["shipping_address"]


def test_an_order_just_placed_is_settled_without_its_person(shop, staff):
    customer, product = a_customer(shop), a_product(staff, stock=10)
    order = an_order(customer, product)
    accepted(customer.delete(customer.path), 204)
    assert settled(staff, order)["status"] == "confirmed"
    assert accepted(staff.get(f"/orders/{order['id']}/payment"))["status"] == "captured"


def test_staff_may_cancel_an_order_whose_person_is_gone(shop, staff):
    customer, product = a_customer(shop), a_product(staff, stock=3)
    order = an_order(customer, product, quantity=2)
    settled(customer, order)
    accepted(customer.delete(customer.path), 204)
    accepted(staff.post(f"/orders/{order['id']}/cancellation"), 202)

    def check():
        assert read(staff, order)["status"] == "cancelled"
        assert accepted(staff.get(f"/orders/{order['id']}/payment"))["status"] == "refunded"

    eventually(check, LATER)
    stock = accepted(staff.get(f"/products/{product['id']}/stock"))
    assert stock == {"available": 3, "reserved": 0, "sold": 0}


def test_the_cart_of_a_deleted_person_holds_nothing_back(shop, staff):
    first, second, product = (a_customer(shop), a_customer(shop), a_product(staff, stock=1))
    put_in_cart(first, product)
    accepted(first.delete(first.path), 204)
    put_in_cart(second, product)
    order = accepted(place(second), 201)
    assert settled(second, order)["status"] == "confirmed"


def test_nobody_else_deletes_an_account(staff, customer, other_customer, anyone, shop):
    before = accepted(customer.get(customer.path))
    refused(anyone.delete(customer.path), 401)
    refused(other_customer.delete(customer.path), 404)
    refused(staff.delete(customer.path), 404)
    assert accepted(customer.get(customer.path)) == before
    accepted(sign_in(shop, customer.email, PASSWORD), 201)


def test_the_last_staff_account_cannot_be_deleted(staff, shop):
    others = [user for user in listed(staff, "/users") if "admin" in user["roles"]]
    if len(others) > 1:
        pytest.skip(f"this shop has {len(others)} admins, and none of them is ours to try")
    before = accepted(staff.get(staff.path))
    refused(staff.delete(staff.path), 409)
    assert accepted(staff.get(staff.path)) == before
    accepted(sign_in(shop, staff.email, staff.password), 201)
