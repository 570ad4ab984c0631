"""Each operation, each role, own and other's things: what openapi.yaml promises, over HTTP.

A call that is allowed does no harm: its body is not valid, or it asks for what is done already.
"""

import re
from itertools import product

import pytest

from .lives import an_order_that_is
from .steps import (
    a_customer,
    a_product,
    accepted,
    new_key,
    place,
    put_in_cart,
    refused,
    settled,
)
from .version import cents
from .x_roles import OPERATIONS, allowed, refusal

ROLES = ["customer", "support", "warehouse", "catalog", "admin"]
DECIDED = [each for each in OPERATIONS if each.is_decided]
GONE = "018f0000-0000-7000-8000-000000000000"  # 404 comes after 403
NOT_VALID = {"nonsense": True}
TRIES = 20
ALLOWED = {
    "GET": {200},
    "POST": {201, 202, 409, 415, 422},
    "PUT": {415, 422},
    "DELETE": {204, 404, 422},
}


class Table:
    """A person for each role, an order of each, and an order of another person."""

    def __init__(self, shop, staff, colleagues):
        self.people = {"customer": a_customer(shop), "admin": staff, **colleagues}
        goods, self.stranger = a_product(staff, stock=20, price=10_000), a_customer(shop)
        self.orders = {
            role: settled(person, bought(person, goods)) for role, person in self.people.items()
        }
        self.delivered = an_order_that_is("delivered", staff, self.stranger, goods)
        self.cheap, self.costly = (
            an_order_that_is("shipped", staff, self.stranger, goods, quantity=quantity)
            for quantity in (2, 3)
        )

    def call(self, role, operation, own):
        order = self.orders[role] if own else self.delivered
        owner = self.people[role] if own else self.stranger
        known = {"user_id": owner.id, "order_id": order["id"]}
        gone = ("product_id", "identity_id", "import_id", "image_id")
        path = operation.path.format(**known, **dict.fromkeys(gone, GONE))
        body = {"json": NOT_VALID} if operation.has_body else {}
        return self.people[role].call(operation.method, path, headers=new_key(), **body)


def bought(person, goods):
    """An order. Tests that run beside these have the same staff: they may buy or empty their cart
    between the two requests."""
    for _ in range(TRIES):
        put_in_cart(person, goods)
        answer = place(person)
        if answer.status_code == 201:
            return accepted(answer, 201)
        assert answer.status_code in (409, 422), answer.text
    raise AssertionError("someone else bought the cart each time")


@pytest.fixture(scope="module")
def table(shop, world, colleagues):
    return Table(shop, world.staff, colleagues)


@pytest.mark.parametrize("operation", DECIDED, ids=str)
def test_each_role_may_do_what_the_contract_says_and_nothing_else(table, operation):
    for role, own in product(ROLES, (True, False)):
        if own and operation.id in ("delete_user", "cancel_order"):
            continue  # it would happen: test_deleted_accounts, and below
        response = table.call(role, operation, own)
        what = (role, own, response.status_code, response.text)
        if not allowed(operation, [role], own):
            assert response.status_code == refusal(operation, role != "customer"), what
        elif operation.id == "export_orders":
            assert response.status_code == 422, what  # of no day
        elif set(re.findall(r"{(\w+)}", operation.path)) - {"user_id", "order_id"}:
            assert response.status_code in {204, 404, 422}, what
        else:
            assert response.status_code in ALLOWED[operation.method], what


def test_support_cancels_orders_up_to_a_total_and_an_admin_any(table):
    cheap, costly = (f"/orders/{order['id']}/cancellation" for order in (table.cheap, table.costly))
    assert cents(table.cheap["total"]) == 20_000 < cents(table.costly["total"])
    refused(table.people["support"].post(cheap), 409)  # it is on its way: the role allows it
    refused(table.people["support"].post(costly), 403)
    refused(table.people["admin"].post(costly), 409)
    refused(table.people["warehouse"].post(cheap), 403)


def test_an_owner_with_a_role_cancels_as_an_owner(table):
    for role in ("warehouse", "support", "customer"):
        path = f"/orders/{table.orders[role]['id']}/cancellation"
        accepted(table.people[role].post(path), 202)


def test_nobody_ships_or_delivers_an_order_they_placed(table):
    for role in ("warehouse", "admin"):
        path = f"/orders/{table.orders[role]['id']}"
        refused(table.people[role].post(f"{path}/shipment", {"carrier": "P", "tracking": "1"}), 403)
        refused(table.people[role].post(f"{path}/delivery"), 403)
        assert accepted(table.people[role].get(path))["shipment"] is None
