"""The saga of the copy over a network that loses calls and replies, with orders killed at any step.

orders and inventory run in this process. What one asks of the other goes through `calls.call`, so
the path and the name of the compensation are the reader's own choice.
"""

import pytest
from inventory import routes
from inventory import usecases as inventory
from orders import usecases as orders

from shop_rules import bodies, ids
from tests.stage2.buying import NEW_ORDER

from chassis import auth, calls, conventions, db

pytest_plugins = ["tests.stage2.conftest"]

THERE = 5  # pieces in stock before the order of two
UNTOUCHED, MOST_CALLS = {"available": THERE, "reserved": 0, "sold": 0}, 12  # to settle an order


class Killed(BaseException):
    """orders dies here."""


class Network:
    """Between orders and its neighbors. kill_at: the call at which orders dies, its work `done`."""

    def __init__(self, client):
        self.client, self.outcome = client, "declined"
        self.cart, self.kill_at, self.done, self.asked = {}, None, False, []

    def call(self, service, method, path, body=None, read_seconds=5):
        here = len(self.asked)
        self.asked.append((service, method, path, body))
        if here == self.kill_at and not self.done:
            raise Killed
        answer = self.answer(service, method, path, body)
        if here == self.kill_at:
            raise Killed
        return answer

    def answer(self, service, method, path, body):
        if service == "inventory":
            return self.inventory(method, path, body)
        if service == "payments":
            return {"outcome": self.outcome}
        return self.cart if method == "GET" else None

    def inventory(self, method, path, body):
        found = self.client.open(f"/internal{path}", method=method, json=body)
        assert found.status_code < 400, f"{method} {path}: {found.status_code} {found.text}"
        return found.json["data"] if found.text else None


@pytest.fixture
def network(inside, monkeypatch):
    inside("inventory")
    db.metadata.create_all(db.engine())
    monkeypatch.setattr(auth, "service", lambda *names: None)
    app = conventions.create_app("inventory", db.REFUSALS)
    app.register_blueprint(routes.internal, url_prefix="/internal")
    network = Network(app.test_client())
    monkeypatch.setattr(calls, "call", network.call)
    return network


@pytest.fixture
def product(network):
    product_id = ids.new_id()
    inventory.open_stock(product_id)
    delivery = bodies.StockAdjustment(delta=THERE, reason="Delivery")
    inventory.adjust(ids.new_id(), ids.new_id(), product_id, delivery)
    return product_id


@pytest.fixture
def order(network, product):
    """Of two pieces, placed and not settled."""
    line = {"product_id": product, "name": "Cup", "unit_price": 1490, "quantity": 2}
    network.cart = {"id": ids.new_id(), "version": 1, "lines": [{**line, "archived": False}]}
    placed = orders.place(ids.new_id(), ids.new_id(), bodies.checked(bodies.NewOrder, NEW_ORDER))
    network.asked.clear()
    return placed


def status(order):
    return orders.show(order)["status"]


def compensation(network):
    """(method, path, body) of what orders asks of inventory after a decline."""
    at = next(n for n, (service, *_) in enumerate(network.asked) if service == "payments")
    after = [call for service, *call in network.asked[at:] if service == "inventory"]
    assert after, "orders asks nothing of inventory after the card was declined"
    return after[0]


def test_a_declined_card_gives_the_cups_back(network, order, product):
    assert orders.settle(order) and status(order) == "rejected"
    assert inventory.show(product) == UNTOUCHED


@pytest.mark.parametrize("done", [False, True], ids=["before", "after"])
def test_orders_may_die_at_any_call(network, order, product, done):
    deaths, network.done = 0, done
    for network.kill_at in range(MOST_CALLS):
        network.asked.clear()
        try:
            orders.settle(order)
        except Killed:
            deaths += 1
            lost = status(order) != "pending" and inventory.show(product) != UNTOUCHED
            assert not lost, "No worker looks for the cups of an order that is rejected."
    assert deaths and (status(order), inventory.show(product)) == ("rejected", UNTOUCHED)


def test_a_repeated_compensation_gives_back_once(network, order, product):
    orders.settle(order)
    for _ in range(2):
        network.inventory(*compensation(network))
    assert inventory.show(product) == UNTOUCHED


def test_a_reserve_that_arrives_late_holds_nothing(network, order, product):
    orders.settle(order)
    method, path, body = compensation(network)
    other = ids.new_id()
    network.inventory(method, path.replace(order, other), body)
    lines = [{"product_id": product, "quantity": 2}]
    network.inventory("PUT", f"/reservations/{other}", {"lines": lines})
    assert inventory.show(product) == UNTOUCHED


def test_what_is_sold_stays_sold(network, order, product):
    orders.settle(order)
    method, path, body = compensation(network)
    network.outcome, other = "captured", ids.new_id()
    lines = [{"product_id": product, "quantity": 2}]
    network.inventory("PUT", f"/reservations/{other}", {"lines": lines})
    network.inventory("POST", f"/reservations/{other}/sale", None)
    network.inventory(method, path.replace(order, other), body)
    assert inventory.show(product) == {"available": THERE - 2, "reserved": 0, "sold": 2}


def test_an_unknown_outcome_is_not_a_decline(network, order, product):
    network.outcome = None
    assert not orders.settle(order)
    assert status(order) == "pending" and inventory.show(product)["reserved"] == 2
