"""What a transaction's span says of the rows that were written, and what it keeps to itself."""

import json

import pytest
import sqlalchemy as sa
from sqlalchemy.dialects import sqlite

from shop_rules import ids
from spans import recording, statements

metadata = sa.MetaData()
orders = sa.Table(
    "orders",
    metadata,
    sa.Column("id", sa.Text, primary_key=True),
    sa.Column("status", sa.Text),
    sa.Column("card", sa.Text),
)
people = sa.Table("people", metadata, sa.Column("email", sa.Text, primary_key=True))
COUNTS = [sa.Column(name, sa.Integer) for name in ("available", "reserved", "sold", "version")]
stock = sa.Table("stock", metadata, sa.Column("product_id", sa.Text, primary_key=True), *COUNTS)
AN_ID = ids.new_id()


@pytest.fixture(scope="module")
def engine():
    made = sa.create_engine("sqlite://")
    metadata.create_all(made)
    statements.install()
    yield made
    statements.remove()


@pytest.fixture
def told(engine, ended):
    """told(*statements): the attributes of the transaction that runs them."""

    def told(*given):
        with recording.span("request"), recording.database("work", "sqlite"):
            with engine.begin() as connection:
                for statement in given:
                    if connection.execute(statement).returns_rows:
                        pass
        return ended[0].attributes

    with engine.begin() as connection:
        connection.execute(sa.delete(orders))
        connection.execute(sa.delete(stock))
    yield told


def rows(attributes):
    return json.loads(attributes.get("shop.rows", "[]"))


def new(**values):
    return sa.insert(orders).values(id=AN_ID, status="pending", **values)


def changed(**values):
    return sa.update(orders).where((orders.c.id == AN_ID) & (orders.c.status == "pending"))


def test_a_new_row_is_told_with_its_key_and_status(told):
    found = told(new(card="4242"))
    assert rows(found) == [{"table": "orders", "key": AN_ID, "status": "pending"}]
    assert (found["db.operation.name"], found["db.collection.name"]) == ("INSERT", "orders")
    assert found["shop.order_id"] == AN_ID and "4242" not in repr(found)


def test_a_change_is_told_with_the_status_it_leads_to(told):
    found = told(new(), changed().values(status="confirmed"))
    assert rows(found)[1] == {"table": "orders", "key": AN_ID, "status": "confirmed"}
    assert found["db.operation.name"] == "BATCH"


def test_a_statement_that_sqlalchemy_has_kept_is_told_with_its_own_values(told, engine, ended):
    others = [ids.new_id() for _ in range(3)]
    told(*[sa.insert(orders).values(id=each, status="pending") for each in others])
    for each in others:
        row = sa.update(orders).where((orders.c.id == each) & (orders.c.status == "pending"))
        with recording.span("request"), recording.database("work", "sqlite"):
            with engine.begin() as connection:
                connection.execute(row.values(status="confirmed"))
        assert rows(ended[-2].attributes) == [
            {"table": "orders", "key": each, "status": "confirmed"}
        ]


def test_a_change_that_found_no_row_wrote_none(told):
    assert rows(told(changed().values(status="confirmed"))) == []


def test_a_key_that_is_no_id_is_not_told(told):
    found = told(sa.insert(people).values(email="ada@example.com"))
    assert rows(found) == [{"table": "people"}] and "ada" not in repr(found)


def test_what_is_read_is_no_row_written(told):
    found = told(sa.select(orders).where(orders.c.id == AN_ID))
    assert rows(found) == [] and found["db.operation.name"] == "SELECT"


def test_what_was_rolled_back_was_not_written(engine, ended):
    with pytest.raises(KeyError), recording.span("request"):
        with recording.database("work", "sqlite"), engine.begin() as connection:
            connection.execute(new())
            raise KeyError
    assert ended[0].error == "KeyError" and rows(ended[0].attributes) == []


def test_an_insert_that_did_nothing_wrote_nothing(engine, ended):
    again = sqlite.insert(orders).values(id=AN_ID).on_conflict_do_nothing().returning(orders.c.id)
    with recording.span("request"), recording.database("work", "sqlite"):
        with engine.begin() as connection:
            connection.execute(new())
            if connection.execute(again).first() is None:
                recording.not_written("orders")
    assert len(rows(ended[0].attributes)) == 1


@pytest.mark.parametrize(
    ("signs", "status"),
    [
        ({"available": -2, "reserved": 2}, "reserved"),
        ({"reserved": -1, "sold": 1}, "sold"),
        ({"reserved": -1, "available": 1}, "available"),
        ({"available": 5}, None),  # more came in: none has moved
    ],
    ids=str,
)
def test_a_row_of_counts_is_told_with_where_its_units_went(told, signs, status):
    changes = {name: stock.c[name] + by for name, by in signs.items()}
    enough = [change >= 0 for change in changes.values()]
    row = sa.update(stock).where(stock.c.product_id == AN_ID, *enough)
    opened = sa.insert(stock).values(product_id=AN_ID, available=9, reserved=9, sold=0, version=0)
    moved = row.values({**changes, "version": stock.c.version + 1})
    found = rows(told(opened, moved))[-1]
    assert found == {"table": "stock", "key": AN_ID} | ({"status": status} if status else {})


def test_what_was_rolled_back_to_a_savepoint_was_not_written(engine, ended):
    with recording.span("request"), recording.database("work", "sqlite"):
        with engine.begin() as connection:
            connection.execute(new())
            for comes in (True, False):
                with connection.begin_nested() as attempt:
                    other = sa.insert(orders).values(id=ids.new_id(), status="rejected")
                    connection.execute(other)
                    if not comes:
                        attempt.rollback()
    assert [row["status"] for row in rows(ended[0].attributes)] == ["pending", "rejected"]
