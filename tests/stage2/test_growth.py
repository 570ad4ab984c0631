"""With ten times as many products and orders, a read of a service's database takes the same work.

The tables of five services, in one database here: what each query reads doesn't depend on that.
tests/stage1/test_growth.py does the same to stage 1, request by request.
"""

import pytest
import sqlalchemy as sa
from accounts import store as accounts
from catalog import search
from catalog import store as catalog
from inventory import store as inventory
from notifications import store as notifications
from orders import store as orders
from orders import tables, waiting

from shop_rules import ids
from tests.bench import many, rows_read

from chassis import db, outbox

PRODUCTS, OF_A_PRODUCT, PEOPLE, LIMIT = 100, 10, 100, 5
ANY = dict.fromkeys(("q", "category", "min_price", "max_price"))
ALL_AT_ONCE = LIMIT * 20  # rows that a page may read, of 10,000


@pytest.fixture
def shop(inside):
    inside("orders")
    db.metadata.create_all(db.engine())
    yield Grown()
    db.metadata.drop_all(db.engine())


class Grown:
    def __init__(self):
        self.products, self.orders = [], []
        self.people = [ids.new_id() for _ in range(PEOPLE)]
        with db.transaction("test") as tx:
            tx.execute(sa.insert(accounts.users), [many.a_person(each) for each in self.people])

    def grow(self, count):
        with db.transaction("test") as tx:
            self._products(tx, len(self.products), count)
            self._orders(tx, len(self.orders), count * OF_A_PRODUCT)
        with db.engine().begin() as connection:  # what its autovacuum does after a while
            connection.execute(sa.text("ANALYZE"))

    def _products(self, tx, first, count):
        new = [ids.new_id() for _ in range(first, count)]
        rows = [many.a_product(*each) | _sold(each[0]) for each in enumerate(new, first)]
        tx.execute(sa.insert(catalog.products), rows)
        rows = [many.a_stock(*each) | {"version": 1} for each in enumerate(new, first)]
        tx.execute(sa.insert(inventory.stock), rows)
        self.products += new

    def _orders(self, tx, first, count):
        made = [many.an_order(n, self.people[n % PEOPLE]) for n in range(first, count)]
        parts = [(row["id"], position) for row in made for position in (0, 1)]
        tx.execute(sa.insert(tables.orders), [row | {"cart_version": 1} for row in made])
        tx.execute(sa.insert(tables.order_lines), [many.a_line(*part) for part in parts])
        tx.execute(sa.insert(tables.order_history), [many.an_entry(*part) for part in parts])
        tx.execute(sa.insert(notifications.notifications), [many.a_notice(row) for row in made])
        self.orders += [row["id"] for row in made]

    def reads(self):
        """{name: a function of a connection}"""
        user, last = self.people[3], [self.orders[-20]]
        return {
            **{f"products by {sort}": _listing(sort=sort) for sort in search.SORTS},
            "products of a category": _listing(category="c3"),
            "products from a price": _listing(sort="price", min_price=5000),
            "a product": lambda tx: catalog.get(tx, self.products[3]),
            "products of a cart": lambda tx: catalog.by_ids(tx, self.products[:LIMIT]),
            "bestsellers": lambda tx: catalog.most_sold(tx, LIMIT),
            "stock": lambda tx: inventory.available(tx, self.products[:LIMIT]),
            "orders": lambda tx: orders.newest(tx, LIMIT, None),
            "the next page of orders": lambda tx: orders.newest(tx, LIMIT, last),
            "orders of a person": lambda tx: orders.newest(tx, LIMIT, None, user_id=user),
            "orders to be settled": lambda tx: orders.newest(tx, LIMIT, None, status="pending"),
            "an order": lambda tx: orders.get(tx, self.orders[3]),
            "orders that are due": waiting.due,
            "orders that wait": waiting.count_open,
            "notifications": lambda tx: notifications.newest(tx, user, LIMIT, None),
            "people": lambda tx: accounts.newest(tx, LIMIT, None),
            "events to be sent": lambda tx: tx.execute(sa.select(outbox.outbox).limit(LIMIT)),
        }

    def measured(self):
        """{name: rows read}"""
        return {name: _rows(read) for name, read in self.reads().items()}


def _sold(number):
    """What the events of other services made known of a product."""
    return {"available": 9, "stock_version": 1, "sold": number}


def _listing(sort="newest", **asked):
    return lambda tx: search.find(tx, {**ANY, **asked, "sort": sort}, LIMIT, None)


def _rows(read):
    with rows_read.recorded(db.engine()) as sent, db.reading() as tx:
        read(tx)
    return sum(rows_read.of(db.engine(), *each) for each in sent)


def test_a_read_reads_a_page_and_not_the_shop(shop):
    shop.grow(10 * PRODUCTS)
    read = shop.measured()
    assert {name: rows for name, rows in read.items() if rows > ALL_AT_ONCE} == {}


def test_a_part_of_a_name_is_the_one_that_grows(shop):
    found = []
    for count in (PRODUCTS, 10 * PRODUCTS):
        shop.grow(count)
        found.append(_rows(_listing(q="kettle")))
    assert found[1] > 5 * found[0]
