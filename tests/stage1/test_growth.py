"""With ten times as many products and orders, a read takes the same work.

Counted in rows that PostgreSQL reads and in steps that SQLite makes, which no other work on the
machine can change. --full-size: at 1,000 and 10,000 products, 10,000 and 100,000 orders.
"""

import sqlalchemy as sa

from shop import db
from shop.catalog import store as catalog
from shop.inventory import store as inventory
from shop.orders import waiting
from tests.bench import many, rows_read

from .person import Person, data

SMALL, FULL = 100, 1000  # products, and ten times as many
OF_A_PRODUCT = 10  # orders
LIMIT, PEOPLE = 5, 100
MORE = 100  # rows or steps: a few levels of an index, a page that is full

ANYONE = ["/products", "/products?sort=name", "/products?sort=price", "/products?sort=-price"]
ANYONE += ["/products?category=c3", "/products?min_price=5000&sort=price", "/products/{product}"]
ANYONE += ["/products/{product}/availability"]
STAFF = ["/orders", "/orders?status=pending", "/orders?status=confirmed", "/users"]
STAFF += ["/users/{user}/orders", "/users/{user}/notifications", "/users/{user}/cart"]
STAFF += ["/orders/{order}", "/orders/{order}/payment", "/products/{product}/stock"]
STAFF += ["/products/{product}/stock/adjustments"]

BESTSELLERS = "bestsellers"
GROWING = {  # and why they may
    BESTSELLERS: "without statistics SQLite begins at the products; once in two seconds",
    "/products?q=kettle": "a part of a name stands in no index",
    "/products?category=rare&sort=price": "the index that it lacks is exercise 4.2",
    "/products?min_price=100&max_price=300": "found by price and then sorted, or the reverse",
}


class Grown:
    """A shop with so many products and ten times as many orders, and who asks there."""

    def __init__(self, client):
        self.staff, self.products, self.orders = Person.seeded(client, "staff"), [], []
        with db.transaction("test") as tx:
            self.people = many.people(tx, PEOPLE)

    def grow(self, count):
        with db.transaction("test") as tx:
            self.products += many.products(tx, len(self.products), count)
            placed = len(self.orders), count * OF_A_PRODUCT
            self.orders += many.orders(tx, *placed, self.people)
        if db.engine().dialect.name == "postgresql":  # what its autovacuum does after a while
            with db.engine().begin() as connection:
                connection.execute(sa.text("ANALYZE"))

    def read(self, path):
        """What the statements of GET path and of its second page read."""
        names = {"product": self.products[3], "order": self.orders[3], "user": self.people[3]}
        path = path.format(**names)
        path += f"{'&' if '?' in path else '?'}limit={LIMIT}"
        with rows_read.recorded(db.engine()) as sent:
            answer = self.staff.get(path)
            data(answer)
            if cursor := answer.json["meta"].get("next_cursor"):
                data(self.staff.get(f"{path}&cursor={cursor}"))
        return sum(rows_read.of(db.engine(), *each) for each in sent)


def bestsellers():
    """What the list reads when its two seconds in the cache are over."""
    with rows_read.recorded(db.engine()) as sent, db.reading() as tx:
        assert len(catalog.most_sold(tx, inventory.units_sold(), LIMIT)) == LIMIT
    return sum(rows_read.of(db.engine(), *each) for each in sent)


def sweep():
    """What one round of the sweep reads."""
    with rows_read.recorded(db.engine()) as sent, db.reading() as tx:
        assert len(waiting.due(tx)) == sum(waiting.count_open(tx).values()) == many.OPEN
    return sum(rows_read.of(db.engine(), *each) for each in sent)


def test_a_read_reads_as_much_in_a_shop_ten_times_as_large(open_shop, database, request):
    grown = Grown(open_shop(DATABASE_URL=database).test_client())
    products = FULL if request.config.getoption("--full-size", False) else SMALL
    measured = []
    for count in (products, 10 * products):
        grown.grow(count)
        paths = {*ANYONE, *STAFF, *GROWING} - {BESTSELLERS}
        found = {path: grown.read(path) for path in paths}
        measured.append({**found, BESTSELLERS: bestsellers(), "the sweep": sweep()})
    small, large = measured
    grew = {path for path in small if large[path] > small[path] + MORE}
    assert grew <= set(GROWING), {path: (small[path], large[path]) for path in sorted(grew)}
    if db.engine().dialect.name == "sqlite":
        assert grew == set(GROWING)
    else:  # which reads the whole of a small table at once
        flat = max(large[path] for path in set(large) - set(GROWING))
        assert flat < len(grown.orders) / 20, large
