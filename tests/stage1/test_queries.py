"""How many statements a request takes does not depend on how much there is to show: no N+1."""

import contextlib

import pytest
import sqlalchemy as sa

from shop import db

from .person import Person, a_product, data, place, put_in_cart


@pytest.fixture
def shop(open_shop, sandbox):
    return open_shop(PAYMENT_URL=sandbox).test_client()


@contextlib.contextmanager
def counted():
    """A list of the statements sent meanwhile; where a transaction begins is none."""
    statements = []

    def note(_connection, _cursor, statement, *_):
        if not statement.startswith(("BEGIN", "SAVEPOINT", "RELEASE")):
            statements.append(statement)

    sa.event.listen(db.engine(), "before_cursor_execute", note)
    try:
        yield statements
    finally:
        sa.event.remove(db.engine(), "before_cursor_execute", note)


def statements_of(ask):
    with counted() as statements:
        data(ask())
    return len(statements)


def test_a_list_of_products_takes_as_many_for_one_as_for_many(shop, staff):
    few = statements_of(lambda: staff.get("/products?limit=1"))
    for _ in range(20):
        a_product(staff, stock=0)
    assert statements_of(lambda: staff.get("/products?limit=20")) == few <= 3


def test_a_list_of_orders_takes_as_many_for_one_as_for_many(shop, staff):
    customer, products = Person.new(shop), [a_product(staff, stock=50) for _ in range(3)]
    for _ in range(6):
        for product in products:
            put_in_cart(customer, product)
        data(place(customer), 201)
    for path in ("/orders", f"/users/{customer.id}/orders"):
        few = statements_of(lambda path=path: staff.get(f"{path}?limit=1"))
        assert statements_of(lambda path=path: staff.get(f"{path}?limit=6")) == few <= 3


def test_an_order_takes_one_beside_that_of_the_session(shop, staff):
    customer = Person.new(shop)
    for _ in range(3):
        put_in_cart(customer, a_product(staff))
    order = data(place(customer), 201)
    assert statements_of(lambda: customer.get(f"/orders/{order['id']}")) == 2


def test_a_cart_takes_as_many_for_one_line_as_for_many(shop, staff):
    customer = Person.new(shop)
    put_in_cart(customer, a_product(staff))
    few = statements_of(lambda: customer.get(f"/users/{customer.id}/cart"))
    for _ in range(10):
        put_in_cart(customer, a_product(staff))
    assert statements_of(lambda: customer.get(f"/users/{customer.id}/cart")) == few <= 6


@pytest.mark.parametrize("path", ["/users", "/users/{}/notifications"])
def test_a_list_of_people_or_messages_takes_as_many_for_one_as_for_many(shop, staff, path):
    customer, product = Person.new(shop), a_product(staff)
    for _ in range(3):
        put_in_cart(customer, product)
        data(place(customer), 201)
    path = path.format(customer.id)
    few = statements_of(lambda: staff.get(f"{path}?limit=1"))
    assert statements_of(lambda: staff.get(f"{path}?limit=100")) == few <= 4


def test_a_product_takes_one(shop, staff):
    product = a_product(staff)
    assert statements_of(lambda: staff.get(f"/products/{product['id']}")) == 1


def test_an_order_takes_a_fixed_number_and_a_fixed_number_for_each_line(shop, staff):
    def taken(lines):
        customer = Person.new(shop)
        for _ in range(lines):
            put_in_cart(customer, a_product(staff))
        with counted() as statements:
            data(place(customer), 201)
        return len(statements)

    one, two, five = taken(1), taken(2), taken(5)
    assert five - two == 3 * (two - one)
    assert two - one == 2  # its stock is reserved, and sold
    assert one <= 26


def test_what_is_put_into_a_cart_takes_as_many_for_the_tenth_line_as_for_the_second(shop, staff):
    customer = Person.new(shop)

    def put():
        product = a_product(staff)
        with counted() as statements:
            put_in_cart(customer, product)
        return len(statements)

    put()
    counts = [put() for _ in range(9)]
    assert set(counts) == {counts[0]} and counts[0] <= 7
