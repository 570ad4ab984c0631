"""A query reads a page of its index, however large the table: DynamoDB counts what it scans, and
bills for that, before a filter drops any of it.

https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Query.Other.html
"""

import pytest

from chalicelib import db
from chalicelib.accounts import store as accounts
from chalicelib.catalog import search
from chalicelib.catalog import store as catalog
from chalicelib.inventory import store as inventory
from chalicelib.notifications import store as notifications
from chalicelib.orders import store as orders
from shop_rules import bodies, ids

MANY, LIMIT = 40, 5
PERSON = ids.new_id()
LINE = {"product_id": ids.new_id(), "name": "Pot", "unit_price": 250, "quantity": 1}
ANY = dict.fromkeys(("q", "category", "min_price", "max_price"))


@pytest.fixture
def many(tables):
    """Products, orders, and notifications, all of one person; returns the products' ids."""
    products = [_add_product(number) for number in range(MANY)]
    for number in range(MANY):
        with db.transaction("add_in_a_test") as tx:
            inventory.open_stock(tx, products[number])
        with db.transaction("add_in_a_test") as tx:
            catalog.set_stock(tx, products[number], 9, number, 1)
        with db.transaction("add_in_a_test") as tx:
            orders.add(tx, ids.new_id(), PERSON, ids.new_id(), [LINE], "pm_card_visa", {}, "")
            notifications.add(tx, PERSON, ids.new_id(), "order_confirmed", "It is paid.")
    return products


def _add_product(number):
    values = {"name": f"Pot {number}", "description": "", "category": "pots", "price": 100 + number}
    with db.transaction("add_in_a_test") as tx:
        return catalog.add(tx, bodies.Product(**values))


@pytest.fixture
def scanned(dynamodb):
    """The number of items that each query scanned since then."""
    seen = []

    def note(parsed, **_):
        seen.append(parsed["ScannedCount"])

    dynamodb.meta.events.register("after-call.dynamodb.Query", note)
    yield seen
    dynamodb.meta.events.unregister("after-call.dynamodb.Query", note)


def _find(sort="newest", after=None, **asked):
    return search.find({**ANY, **asked, "sort": sort}, LIMIT, after)


def _second_page(sort):
    return _find(sort, after=search.sort_key(_find(sort)[-1], sort))


READS = {
    **{f"products by {sort}": lambda sort=sort: _find(sort) for sort in search.SORTS},
    **{f"the next page by {sort}": lambda sort=sort: _second_page(sort) for sort in search.SORTS},
    "products of a category": lambda: _find("price", category="pots"),
    "products from a price": lambda: _find("price", min_price=120),
    "bestsellers": lambda: catalog.most_sold(LIMIT),
    "orders": lambda: orders.newest(LIMIT, None),
    "orders of a person": lambda: orders.newest(LIMIT, None, user_id=PERSON),
    "orders to be settled": lambda: orders.newest(LIMIT, None, status="pending"),
    "notifications": lambda: notifications.newest(PERSON, LIMIT, None),
    "people": lambda: accounts.newest(LIMIT, None),
}
FILTERED = {
    "a part of a name": lambda: _find(q="kettle"),
    "a price, sorted by name": lambda: _find("name", min_price=10_000),
}


def test_a_query_scans_a_page(many, scanned):
    for name, read in READS.items():
        scanned.clear()
        found = read()
        assert scanned and max(scanned) <= LIMIT, (name, scanned)
        assert len(found) == LIMIT or name == "people"


def test_the_adjustments_of_a_product_are_scanned_by_the_page(many, scanned):
    for number in range(2 * LIMIT):
        with db.transaction("add_in_a_test") as tx:
            inventory.adjust(tx, ids.new_id(), many[0], number + 1, "Delivery")
    assert len(inventory.newest_adjustments(many[0], LIMIT, None)) == LIMIT
    assert scanned == [LIMIT]


@pytest.mark.parametrize("name", FILTERED)
def test_what_is_filtered_is_scanned_whole(many, scanned, name):
    """search.py says until when that is good."""
    assert FILTERED[name]() == []
    assert sum(scanned) >= MANY
