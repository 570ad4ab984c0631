"""The inventory service alone: each step of an order's saga counts once, however often it comes."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from shop_rules import ids

from . import contracts
from .internal_doors import check_that_only

ALL = {"available": 5, "reserved": 0, "sold": 0}
STEPS = ("sale", "release", "return")


@pytest.fixture(scope="module")
def inventory(start):
    return start("inventory")


class Goods:
    """A product with five pieces in stock, and an order for two of them."""

    def __init__(self, inventory, staff, a_key, product_id=None):
        self.inventory, self.staff = inventory, staff
        self.id, self.order = product_id or ids.new_id(), ids.new_id()
        inventory.internal("catalog", "PUT", f"/stock/{self.id}", status=204)
        opening = {"delta": 5, "reason": "Delivery"}
        path = f"/products/{self.id}/stock/adjustments"
        inventory.by(staff, "POST", path, 201, json=opening, headers=a_key())

    def reserve(self, quantity=2, order=None):
        lines = {"lines": [{"product_id": self.id, "quantity": quantity}]}
        path = f"/reservations/{order or self.order}"
        return self.inventory.internal("orders", "PUT", path, lines, 200)["reserved"]

    def step(self, name, status=204):
        path = f"/reservations/{self.order}/{name}"
        return self.inventory.internal("orders", "POST", path, status=status)

    def stock(self):
        return self.inventory.by(self.staff, "GET", f"/products/{self.id}/stock")


@pytest.fixture
def goods(inventory, staff, a_key):
    return Goods(inventory, staff, a_key)


def test_a_reservation_made_twice_holds_once(goods):
    assert goods.reserve() and goods.reserve()
    assert goods.stock() == {"available": 3, "reserved": 2, "sold": 0}


@pytest.mark.parametrize(
    ("steps", "stock"),
    [
        (["sale"], {"available": 3, "reserved": 0, "sold": 2}),
        (["release"], ALL),
        (["sale", "return"], ALL),
    ],
)
def test_each_step_taken_twice_counts_once(goods, steps, stock):
    goods.reserve()
    for step in steps:
        goods.step(step)
        goods.step(step)
    assert goods.stock() == stock


def test_what_was_sold_is_not_released_by_a_message_that_comes_late(goods):
    goods.reserve()
    goods.step("sale")
    goods.step("release")
    assert goods.stock() == {"available": 3, "reserved": 0, "sold": 2}


def test_what_was_taken_back_stays_so_when_the_sale_comes_again(goods):
    goods.reserve()
    for step in ("sale", "return", "sale", "return"):
        goods.step(step)
    assert goods.stock() == ALL


def test_a_release_that_finds_nothing_keeps_a_late_reservation_from_holding_anything(goods):
    goods.step("release")
    goods.reserve()
    assert goods.stock() == ALL
    goods.step("release")
    assert goods.stock() == ALL


def test_a_refused_reservation_is_refused_again_when_there_is_enough(goods, a_key):
    assert goods.reserve(6) is False
    path = f"/products/{goods.id}/stock/adjustments"
    more = {"delta": 5, "reason": "Delivery"}
    goods.inventory.by(goods.staff, "POST", path, 201, json=more, headers=a_key())
    assert goods.reserve(6) is False
    assert goods.stock() == {**ALL, "available": 10}


def test_of_many_orders_that_race_for_the_last_ones_as_many_get_them_as_there_are(goods):
    orders = [ids.new_id() for _ in range(8)]
    with ThreadPoolExecutor(8) as pool:
        got = list(pool.map(lambda order: goods.reserve(2, order), orders))
    assert got.count(True) == 2
    assert goods.stock() == {"available": 1, "reserved": 4, "sold": 0}


def test_a_sale_of_what_was_never_held_is_an_alarm(goods):
    goods.step("sale", status=500)
    assert goods.stock() == ALL


def test_only_its_neighbours_get_in(inventory, person):
    lines = {"lines": []}
    check_that_only("orders", inventory, person, "PUT", f"/reservations/{ids.new_id()}", lines)
    check_that_only("catalog", inventory, person, "GET", f"/stock?ids={ids.new_id()}")
    check_that_only("catalog", inventory, person, "PUT", f"/stock/{ids.new_id()}")
    for step in STEPS:
        path = f"/reservations/{ids.new_id()}/{step}"
        check_that_only("orders", inventory, person, "POST", path, statuses=(204, 500))


@pytest.mark.parametrize("promise", contracts.promised_by("inventory"), ids=str)
def test_it_keeps_what_its_neighbours_rely_on(promise, inventory, staff, a_key):
    states = {
        "nothing": lambda: None,
        "five of it": lambda: Goods(inventory, staff, a_key, contracts.PRODUCT),
        "two of five are held": lambda: held(inventory, staff, a_key, promise.order),
        "two of five are sold": lambda: held(inventory, staff, a_key, promise.order).step("sale"),
    }
    states[promise.given]()
    promise.check(inventory)


def held(inventory, staff, a_key, order):
    goods = Goods(inventory, staff, a_key, contracts.PRODUCT)
    goods.order = order
    assert goods.reserve()
    return goods
