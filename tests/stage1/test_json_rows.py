"""An order comes with its lines and its history by one statement, on both databases."""

import sqlalchemy as sa

from shop import db, json_rows
from shop.orders import store
from shop.orders.tables import order_history, order_lines, orders

from .person import ADDRESS

ODD = 'Tea, "for one" \\ ☕ [2]'
LARGE = 2**53 + 1  # cents; a JSON number of 64 bits would be rounded


def add(tx, order_id, lines):
    rows = [
        {
            "product_id": f"p{each}",
            "name": ODD,
            "unit_price": LARGE,
            "quantity": each,
            "archived": 0,
        }
        for each in lines
    ]
    what = ("pm_card_visa", ADDRESS, "2026-01-01T00:00:00.000Z")
    return store.add(tx, order_id, "ada", f"cart of {order_id}", rows, *what)


def an_id(number):
    return f"019a0000-0000-7000-8000-{number:012}"


def test_lines_come_in_their_order_and_are_those_of_the_order(open_shop, database):
    open_shop(DATABASE_URL=database)
    with db.transaction("test") as tx:
        for number, lines in ((1, [9, 3, 7]), (2, [5]), (3, range(1, 13))):
            assert add(tx, an_id(number), lines) == LARGE * sum(lines)
    with db.reading() as tx:
        shown = store.newest(tx, 3, None)
        assert shown == [store.get(tx, an_id(number)) for number in (3, 2, 1)]
    assert [[line["quantity"] for line in each["lines"]] for each in shown] == [
        [*range(1, 13)],
        [5],
        [9, 3, 7],
    ]
    assert shown[2]["lines"][0]["name"] == ODD and shown[2]["lines"][0]["unit_price"] == LARGE
    assert [entry["status"] for entry in shown[0]["history"]] == ["pending"]


def test_without_rows_there_is_an_empty_list():
    assert json_rows.read(order_lines, None) == json_rows.read(order_lines, []) == []


def test_a_query_can_be_printed():
    """The spans have SQLAlchemy compile it without a database, to see its tables."""
    query = sa.select(orders, json_rows.column(order_history, order_history.c.order_id == "x"))
    assert "JSON_ARRAYAGG(JSON_ARRAY(order_history.order_id, " in str(query)
    assert orders in query.get_final_froms()
