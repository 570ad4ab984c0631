"""Who can read which orders, single ones and lists."""

from itertools import islice

import pytest

from .lives import an_order_that_is
from .readings import order_of, orders_of, soon_equal
from .steps import LISTED, a_product, accepted, an_order, listed, refused, settled

UNKNOWN = "01890a5d-ac96-774b-bcce-b302099a8057"
A_GOOD_MANY = 500  # the newest orders to search; the shop may have any number


@pytest.fixture
def product(staff):
    return a_product(staff, stock=50)


def newest(staff, **params):
    return list(islice(listed(staff, "/orders", **params), A_GOOD_MANY))


def test_an_order_is_read_by_its_owner_and_staff(staff, customer, product):
    order = settled(customer, an_order(customer, product))
    assert order_of(customer, order) == order_of(staff, order) == order


@pytest.mark.parametrize("who, status", [("anyone", 401), ("other_customer", 404)])
def test_an_order_is_read_by_nobody_else(request, staff, customer, product, who, status):
    order = settled(customer, an_order(customer, product))
    who = request.getfixturevalue(who)
    for path in (
        f"/orders/{order['id']}",
        f"/orders/{order['id']}/payment",
        f"{customer.path}/orders",
        f"{customer.path}/notifications",
    ):
        problem = refused(who.get(path), status)
        assert product["name"] not in str(problem)


def test_an_unknown_order_is_not_found(staff, customer):
    for an_id in (UNKNOWN, "none", "%00", "1"):
        for person in (staff, customer):
            refused(person.get(f"/orders/{an_id}"), 404)
            refused(person.get(f"/orders/{an_id}/payment"), 404)


def test_who_bought_nothing_has_no_orders(customer):
    assert orders_of(customer) == []


def test_orders_are_listed_newest_first_page_by_page(staff, customer, product):
    orders = [settled(customer, an_order(customer, product, quantity)) for quantity in range(1, 5)]
    newest_first = orders[::-1]
    soon_equal(lambda: orders_of(customer), newest_first, LISTED)
    assert list(listed(staff, f"{customer.path}/orders")) == newest_first
    for limit in (1, 2, 3):
        assert list(listed(customer, f"{customer.path}/orders", limit=limit)) == newest_first
    whole = customer.get(f"{customer.path}/orders", params={"limit": 4})
    assert accepted(whole) == newest_first
    assert "next_cursor" not in whole.json()["meta"]


def test_an_order_placed_between_two_pages_moves_nothing(customer, product):
    orders = [settled(customer, an_order(customer, product)) for _ in range(3)]
    soon_equal(lambda: len(orders_of(customer)), 3, LISTED)
    first = customer.get(f"{customer.path}/orders", params={"limit": 2})
    settled(customer, an_order(customer, product))
    cursor = first.json()["meta"]["next_cursor"]
    rest = list(listed(customer, f"{customer.path}/orders", limit=2, cursor=cursor))
    assert rest == [orders[0]]


def test_everybodys_orders_are_not_mixed_up(staff, customer, other_customer, product):
    people = (customer, other_customer)
    orders = [
        [settled(person, an_order(person, product, quantity))]
        for person, quantity in zip(people, (1, 2), strict=True)
    ]
    soon_equal(lambda: [orders_of(person) for person in people], orders, LISTED)


def test_all_orders_are_listed_newest_first(staff, customer, other_customer, product):
    first = settled(customer, an_order(customer, product))
    second = settled(other_customer, an_order(other_customer, product))

    def both():
        return [one for one in newest(staff) if one["id"] in (first["id"], second["id"])]

    soon_equal(both, [second, first], LISTED)
    ids = [one["id"] for one in newest(staff, limit=50)]
    assert ids == sorted(set(ids), reverse=True)  # an id begins with its time


@pytest.mark.parametrize("status", ["confirmed", "rejected", "cancelled", "shipped", "delivered"])
def test_orders_are_narrowed_to_a_status(staff, customer, product, status):
    order = an_order_that_is(status, staff, customer, product)
    others = {"confirmed", "rejected", "cancelled", "shipped", "delivered"} - {status}

    def mine(asked):
        found = newest(staff, status=asked)
        assert {one["status"] for one in found} <= {asked}
        return [one for one in found if one["id"] == order["id"]]

    soon_equal(lambda: mine(status), [order], LISTED)
    for other in others:
        assert mine(other) == []


def test_an_order_leaves_the_list_of_its_old_status(staff, customer, product):
    order = an_order_that_is("cancelled", staff, customer, product)
    for status in ("pending", "cancelling"):
        assert order["id"] not in [one["id"] for one in newest(staff, status=status)]


@pytest.mark.parametrize("status", ["", "open", "CONFIRMED", "confirmed,shipped", "\0"])
def test_an_unknown_status_is_refused(staff, status):
    problem = refused(staff.get("/orders", params={"status": status}), 422, "")
    assert "status" in problem["errors"][0]["detail"]
