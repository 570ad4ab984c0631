"""Orders, stock, payments, keys, and carts: what they become in stage 2, and back in stage 1."""

import json

import pytest

from move import carts, comparing, events, rows
from move.rows import carts as cart_rows
from move.rows import stock as stock_rows
from shop_rules.orders import STATUSES

from . import made

ADDRESS = {"name": "Ada – 中文", "city": "London"}
SHIPMENT = {"carrier": "post", "tracking_number": "7"}
STATES = {status: {"status": status} for status in STATUSES} | {
    "declined": {"status": "rejected", "reason": "payment_declined"},
    "out of stock": {"status": "rejected", "reason": "out_of_stock"},
    "asked to be cancelled": {"status": "pending", "cancel_requested": True, "attempts": 3},
    "on its way": {"status": "shipped", "shipment": SHIPMENT, "shipping_address": ADDRESS},
}
HELD = {
    "pending": "reserved",
    "asked to be cancelled": "reserved",
    "rejected": "released",
    "declined": "released",
    "out of stock": "refused",
    "cancelled": "returned",
}  # for all others: sold
TABLES = ("orders", "order_lines", "order_history")


@pytest.fixture
def checkout(sides):
    sides.expand("checkout")
    return sides


def forward(sides):
    sides.carry(*[each.name for each in rows.of("checkout") if each.way == "forward"])


def back(sides):
    """As in a hand-over: delete the old side's rows, and carry them back from the new side."""
    sides.hold("new")
    with sides.old.transaction():
        sides.old.execute("SET LOCAL move.follows = 'on'")
        for table in ("order_lines", "order_history", "payments", "orders", "stock_adjustments"):
            sides.old.execute(f"DELETE FROM {table}")
        sides.old.execute("DELETE FROM stock")
        sides.old.execute("DELETE FROM idempotency_keys")
    followed = [each for each in rows.of("checkout") if each.way == "back"]
    for direction in followed:
        for key in comparing._keys(
            sides.open[direction.source], direction.table, direction.key.split(), ""
        ):
            note = "INSERT INTO move_changes (follower, key) VALUES (%s, %s)"
            sides.open[direction.source].execute(note, [direction.name, key])
    sides.carry(*[each.name for each in followed])


def differing(sides, way="forward"):
    return {
        direction.name: found
        for direction in rows.of("checkout")
        if direction.way == way and direction.whole
        for found in [
            comparing.differing(
                sides.open[direction.source], sides.open[direction.target], direction
            )
        ]
        if found
    }


@pytest.mark.parametrize("state", STATES)
def test_an_order_is_the_same_there_and_back(checkout, state):
    product = made.product(checkout.old, stock=(5, 3, 4))
    order_id = made.order(checkout.old, made.person(checkout.old), **STATES[state])
    made.lines(checkout.old, order_id, product, made.product(checkout.old))
    made.payment(checkout.old, order_id)
    before = {table: made.rows(checkout.old, table) for table in (*TABLES, "stock", "payments")}
    forward(checkout)
    assert made.rows(checkout.orders, "orders", "cart_version") == before["orders"]
    assert made.rows(checkout.orders, "order_lines") == before["order_lines"]
    [reservation] = made.rows(checkout.inventory, "reservations")
    assert reservation["status"] == HELD.get(state, "sold")
    quantities = [(line["product_id"], line["quantity"]) for line in before["order_lines"]]
    told = [(line["product_id"], line["quantity"]) for line in reservation["lines"]]
    assert sorted(told) == sorted(quantities)
    assert differing(checkout) == {}
    back(checkout)
    assert {table: made.rows(checkout.old, table) for table in before} == before
    assert differing(checkout, "back") == {}


def test_a_cart_that_was_bought_keeps_its_version_over_there(checkout):
    """For an order that was placed in stage 2, moved back, and moved there again."""
    order_id = made.order(checkout.old, made.person(checkout.old))
    forward(checkout)
    with checkout.orders.transaction():
        checkout.orders.execute("SET LOCAL move.follows = 'on'")
        checkout.orders.execute("UPDATE orders SET cart_version = 7")
    checkout.old.execute("UPDATE orders SET attempts = 1 WHERE id = %s", [order_id])
    forward(checkout)
    [order] = made.rows(checkout.orders, "orders")
    assert (order["cart_version"], order["attempts"]) == (7, 1)


def test_a_payment_goes_with_its_owner_and_a_tombstone_stays(checkout):
    person = made.person(checkout.old)
    order_id = made.order(checkout.old, person)
    made.payment(checkout.old, order_id, status="refunded", provider_reference=None)
    forward(checkout)
    [payment] = made.rows(checkout.payments, "payments")
    assert (payment["user_id"], payment["status"]) == (person, "refunded")
    checkout.hold("new")
    made.payment(checkout.payments, "unknown", status="cancelled", amount=0)
    checkout.carry("payments_back")
    assert [row["order_id"] for row in made.rows(checkout.old, "payments")] == [order_id]
    checkout.hold("old")
    assert differing(checkout) == {} and differing(checkout, "back") == {}


def test_a_payment_may_come_back_before_its_order(checkout):
    """They are in two databases, so either follower may be first."""
    checkout.hold("new")
    made.payment(checkout.payments, "x", user_id="u")
    checkout.carry("payments_back")
    assert len(made.rows(checkout.old, "payments")) == 1


def test_an_adjustment_may_come_before_its_stock(checkout):
    product = made.product(checkout.old, stock=(5, 0, 0))
    row = {"id": "a", "product_id": product, "delta": 5, "reason": "Delivery"}
    made.insert(checkout.old, "stock_adjustments", row)
    checkout.carry("adjustments")
    assert made.rows(checkout.inventory, "stock_adjustments") == [row]
    checkout.carry("inventory_stock")
    assert made.rows(checkout.inventory, "stock", "version") == made.rows(checkout.old, "stock")
    back(checkout)
    assert made.rows(checkout.old, "stock_adjustments") == [row]
    assert made.rows(checkout.old, "stock")[0]["available"] == 5


def test_a_stock_is_newer_than_what_the_catalog_knows_of_it(checkout):
    made.product(checkout.old, stock=(5, 0, 0))
    forward(checkout)
    with checkout.inventory.transaction():
        checkout.inventory.execute("SET LOCAL move.follows = 'on'")
        stock_rows.raise_versions(checkout.inventory, 9)
    checkout.old.execute("UPDATE stock SET available = 4")
    forward(checkout)
    [row] = made.rows(checkout.inventory, "stock")
    assert (row["available"], row["version"]) == (4, 9)


def test_keys_are_split_and_joined_again(checkout):
    for operation in ("place order", "adjust stock of x"):
        row = {"user_id": "u", "operation": operation, "key": "a key", "fingerprint": "f"}
        made.insert(
            checkout.old, "idempotency_keys", {**row, "result_id": "r", "expires_at": "2026"}
        )
    before = made.rows(checkout.old, "idempotency_keys")
    forward(checkout)
    assert operations(checkout.orders) == ["place order"]
    assert operations(checkout.inventory) == ["adjust stock of x"]
    assert differing(checkout) == {}
    back(checkout)
    assert made.rows(checkout.old, "idempotency_keys") == before
    checkout.hold("old")
    checkout.old.execute("DELETE FROM idempotency_keys WHERE operation = 'place order'")
    forward(checkout)
    assert (operations(checkout.orders), len(operations(checkout.inventory))) == ([], 1)


def operations(database):
    return [row["operation"] for row in made.rows(database, "idempotency_keys")]


def test_a_cart_becomes_a_document_and_rows_again(checkout):
    reader, other = made.person(checkout.old), made.person(checkout.old)
    products = [made.product(checkout.old) for _ in range(2)]
    cart_id = made.cart(checkout.old, reader, *products)
    made.cart(checkout.old, other)
    forward(checkout)
    document = json.loads(carts.valkey().get(f"cart:{reader}"))
    lines = [
        {"product_id": product, "quantity": number, "version": 3 * number}
        for number, product in enumerate(products, 1)
    ]
    assert document == {"id": cart_id, "version": 6, "lines": lines}
    assert carts.count() == 2 and differing(checkout) == {}
    bring_back(checkout)
    found = made.rows(checkout.old, "cart_items")
    items = sorted((row["position"], row["product_id"], row["quantity"]) for row in found)
    assert items == [(1, products[0], 1), (2, products[1], 2)]
    assert len(made.rows(checkout.old, "carts")) == 2 and differing(checkout) == {}


def bring_back(sides):
    with sides.old.transaction():
        sides.old.execute("SET LOCAL move.follows = 'on'")
        cart_rows.bring_back(sides.old)


def test_carts_of_people_who_are_gone_do_not_come_back(checkout):
    reader = made.person(checkout.old)
    made.cart(checkout.old, reader)
    forward(checkout)
    carts.valkey().set("cart:somebody-else", carts.valkey().get(f"cart:{reader}"))
    carts.valkey().delete(f"cart:{reader}")
    bring_back(checkout)
    assert made.rows(checkout.old, "carts") == []


def test_a_late_follower_overwrites_no_cart_of_the_new_side(checkout):
    carts.write({"u": "old"}, [])
    checkout.hold("new")
    carts.write({"u": "late"}, [])
    carts.write({}, ["u"])
    assert carts.valkey().get("cart:u") == "old"


def test_a_closed_account_is_told_to_the_services(checkout):
    gone, there = made.person(checkout.old), made.person(checkout.old)
    checkout.old.execute("UPDATE users SET name = 'Bea'")
    checkout.old.execute("DELETE FROM users WHERE id = %s", [gone])
    assert events.are_read("people", ["orders"])
    forward(checkout)
    told = [json.loads(fields["content"]) for _, fields in carts.valkey().xrange("stream:people")]
    assert {(each["kind"], each["user_id"]) for each in told} == {("closed", gone)} and there
    assert not events.are_read("people", ["orders"])


def test_a_notification_of_stage_2_comes_back_unless_its_reader_is_gone(sides):
    sides.expand("notifications")
    sides.expand("checkout")
    reader = made.person(sides.old)
    made.notification(sides.notifications, reader, "an order that is not there yet")
    made.notification(sides.notifications, "gone", "x")
    sides.carry("notifications_back")
    assert [row["user_id"] for row in made.rows(sides.old, "notifications")] == [reader]
