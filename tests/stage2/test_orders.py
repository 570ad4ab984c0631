"""The orders service alone, with its worker: it keeps its promises, whichever service was down."""

import psycopg
import pytest

from shop_rules import ids

from .buying import NEW_ORDER, HappyShop

FINAL = ("confirmed", "rejected", "cancelled")


@pytest.fixture(scope="module")
def orders(start):
    door = start("orders")
    start("orders-worker")
    return door


@pytest.fixture
def shop(neighbours):
    return HappyShop(neighbours)


@pytest.fixture
def place(orders, person, shop, a_key):
    """place() → the order as it was answered."""

    def buy(headers=None):
        shop.fill_cart_of(person.id)
        path = f"/users/{person.id}/orders"
        return orders.by(person, "POST", path, 201, json=NEW_ORDER, headers=headers or a_key())

    return buy


@pytest.fixture
def becomes(orders, person, soon):
    """becomes(order, status): sooner or later."""

    def wait(order, status):
        path = f"/orders/{order['id']}"
        return soon(lambda: (seen := orders.by(person, "GET", path))["status"] == status and seen)

    return wait


def test_an_order_is_answered_at_once_and_confirmed_by_the_worker(place, becomes, shop):
    order = place()
    assert (order["status"], order["total"]) == ("pending", 500)
    seen = becomes(order, "confirmed")
    assert [entry["status"] for entry in seen["history"]] == ["pending", "confirmed"]
    assert shop.steps(order["id"]) == ["reserve", "charge", "sale"]


@pytest.mark.parametrize("service", ["inventory", "payments"])
def test_while_a_neighbour_is_away_an_order_waits_and_goes_on_by_itself(
    service, place, becomes, shop, orders, person, soon
):
    shop.neighbours.is_away(service)
    order = place()
    soon(lambda: order["id"] in str(shop.neighbours.requests(service)))
    assert orders.by(person, "GET", f"/orders/{order['id']}")["status"] == "pending"
    shop.neighbours.is_back(service)
    becomes(order, "confirmed")


def test_without_the_cart_nothing_is_promised(orders, person, shop, a_key):
    shop.neighbours.is_away("cart")
    path = f"/users/{person.id}/orders"
    answer = orders.ask("POST", path, person.token, json=NEW_ORDER, headers=a_key())
    assert answer.status_code == 503
    assert orders.by(person, "GET", path) == []


def test_an_order_placed_twice_with_one_key_is_one_order(place, becomes, shop, a_key):
    key = a_key()
    first, second = place(key), place(key)
    assert first["id"] == second["id"]
    becomes(first, "confirmed")
    assert shop.steps(first["id"]).count("charge") == 1


def test_a_cancelled_order_gives_back_the_money_and_then_the_goods(
    place, becomes, shop, orders, person
):
    order = place()
    becomes(order, "confirmed")
    orders.by(person, "POST", f"/orders/{order['id']}/cancellation", 202)
    becomes(order, "cancelled")
    assert shop.steps(order["id"])[-2:] == ["refund", "return"]


def test_an_order_whose_message_was_lost_is_sent_again(
    place, becomes, shop, settings, orders, person
):
    """As after a Valkey that lost its queue: the row is there and due, the message is not."""
    order_id = ids.new_id()
    with psycopg.connect(settings["DATABASE_URL"]) as connection:
        connection.execute(LOST_ORDER, {"id": order_id, "user": person.id, "cart": ids.new_id()})
        connection.execute(LOST_LINE, {"id": order_id, "product": ids.new_id()})
        connection.execute(LOST_HISTORY, {"id": order_id})
    becomes({"id": order_id}, "confirmed")


LOST_ORDER = """
INSERT INTO orders (id, user_id, cart_id, cart_version, status, total, payment_method,
                    cancel_requested, attempts, next_attempt_at)
VALUES (%(id)s, %(user)s, %(cart)s, 1, 'pending', 500, 'pm_card_visa', false, 0, '2000-01-01')
"""
LOST_LINE = "INSERT INTO order_lines VALUES (%(id)s, 0, %(product)s, 'Tea', 250, 2)"
LOST_HISTORY = "INSERT INTO order_history VALUES (%(id)s, 0, 'pending', '2000-01-01')"


def test_addresses_of_final_orders_go_when_their_owner_has_gone(
    place, becomes, shop, orders, person, staff, tell, soon
):
    shop.charge_ends("declined")
    order = place()
    becomes(order, "rejected")
    tell("people", kind="closed", user_id=person.id)
    path = f"/orders/{order['id']}"
    soon(lambda: orders.by(staff, "GET", path)["shipping_address"] is None)
