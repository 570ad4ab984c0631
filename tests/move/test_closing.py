"""The fence of the carts, and closing an account while the checkout is on either side."""

import pytest

import shop.db
from move import carts, closing, expanding, units
from move.databases import has
from move.guard import Moved

from . import made
from .conftest import create
from .walking import Died


@pytest.fixture
def removed(sides, empty):
    """Create removed tables again after the test."""
    yield
    create("old", empty["old"])


def test_the_carts_are_fenced(moving):
    """Each transaction of stage 2's cart checks the holder."""
    fenced = carts.Fenced(carts.valkey())

    def put(pipe):
        pipe.multi()
        pipe.set("cart:u", "{}")

    moving.move("ready")
    with pytest.raises(Moved):
        fenced.transaction(put, "cart:u", value_from_callable=True)
    moving.move("new")
    fenced.transaction(put, "cart:u", value_from_callable=True)

    def slow(pipe):
        carts.flip(carts.state(), "nobody")  # the hand-over comes after the look
        put(pipe)

    with pytest.raises(Moved):
        fenced.transaction(slow, "cart:u", value_from_callable=True)


def test_an_account_is_closed_on_the_side_that_holds(moving):
    sides = moving.sides
    moving.move("ready")
    reader = closed(sides)
    assert made.rows(sides.old, "carts") == []
    assert address(sides, reader) is None
    other = made.person(sides.old)
    with pytest.raises(Died):
        moving.move("new", die_after="fence")
    with pytest.raises(Moved), shop.db.transaction("close") as tx:
        closing.forget_person(tx, other)


@pytest.mark.parametrize("goal", ["ready", "new"])
def test_notifications_go_with_the_account_though_their_foreign_key_is_cut(moving, goal):
    sides = moving.sides
    sides.expand("accounts")
    reader, other = made.person(sides.old), made.person(sides.old)
    for each in (reader, other):
        made.notification(sides.old, each, made.order(sides.old, each))
    moving.move(goal)
    with shop.db.transaction("close") as tx:
        closing.forget_person(tx, reader)
    assert [row["user_id"] for row in made.rows(sides.old, "notifications")] == [other]


def test_an_account_is_closed_where_the_old_notifications_are_removed(moving, removed):
    sides = moving.sides
    sides.old.execute("DROP TABLE notifications")
    moving.move("ready")
    with shop.db.transaction("close") as tx:
        closing.forget_person(tx, made.person(sides.old))


def test_a_notification_that_is_there_before_its_person_stays(moving):
    """The accounts are in stage 2, and the two rows arrive in stage 1 in any order."""
    sides = moving.sides
    for name in units.NAMES:
        sides.expand(name)
    sides.hold("new")
    row = {"id": "n", "user_id": "later", "order_id": "o", "kind": "k", "text": "t"}
    made.insert(sides.notifications, "notifications", row)
    sides.carry("notifications_back")
    assert made.rows(sides.old, "notifications") == [row]


def test_what_a_cascade_would_have_deleted_is_deleted_when_the_key_is_back(moving):
    sides = moving.sides
    accounts, [tie] = sides.expand("accounts"), units.ACCOUNTS.ties
    reader = made.person(sides.old)
    kept = made.notification(sides.old, reader, made.order(sides.old, reader))
    made.notification(sides.old, "gone", made.order(sides.old, reader))
    expanding.take_back(accounts, sides.open)
    assert [row["id"] for row in made.rows(sides.old, "notifications")] == [kept]
    query = "SELECT convalidated FROM pg_constraint WHERE conname = %s"
    assert sides.old.execute(query, [tie.name]).fetchone() == {"convalidated": True}


def test_a_key_of_a_table_that_is_removed_does_not_come_back(moving, removed):
    sides = moving.sides
    accounts = sides.expand("accounts")
    sides.old.execute("DROP TABLE notifications")
    sides.expand("accounts")
    expanding.take_back(accounts, sides.open)


def test_what_was_forgotten_too_late_is_forgotten_when_the_checkout_is_back(moving):
    sides = moving.sides
    reader = made.person(sides.old)
    made.order(sides.old, reader, status="delivered", shipping_address={"city": "London"})
    moving.move("new")
    sides.old.execute("DELETE FROM users WHERE id = %s", [reader])
    moving.move("ready")
    closing.forget_the_gone()
    assert address(sides, reader) is None


def test_when_the_checkout_never_goes_back_its_old_tables_are_gone(moving, removed):
    sides = moving.sides
    reader = made.person(sides.old)
    order_id = made.order(sides.old, reader)
    made.lines(sides.old, order_id, moving.product)
    made.payment(sides.old, order_id)
    made.cart(sides.old, reader, moving.product)
    moving.move("new")
    moving.move("alone")
    assert not any(has(sides.old, table) for table in units.CHECKOUT.fenced["old"])
    assert moving.holders() == ["new"] and len(made.rows(sides.orders, "orders")) == 1
    with shop.db.transaction("close") as tx:
        closing.forget_person(tx, reader)


def closed(sides):
    reader = made.person(sides.old)
    made.cart(sides.old, reader)
    made.order(sides.old, reader, status="delivered", shipping_address={"city": "London"})
    with shop.db.transaction("close") as tx:
        closing.forget_person(tx, reader)
    return reader


def address(sides, user_id):
    query = "SELECT shipping_address FROM orders WHERE user_id = %s"
    return sides.old.execute(query, [user_id]).fetchone()["shipping_address"]
