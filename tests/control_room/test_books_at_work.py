"""The books of a shop at work: what an open order explains is no fault."""

from types import SimpleNamespace

import pytest

from control_room.books import Books
from control_room.rows import Order, Reader, Rows, Stock

NOW = "2126-11-29T16:48:17.798Z"  # younger than any bound
OLD = "2026-01-01T00:00:00.000Z"


def rows(status="confirmed", held=1000, stock=(9, 0, 1, 0), told=True, at=OLD):
    outcomes = [("a", status, at)] if status not in ("pending", "cancelling") else []
    notices = [("a", f"order_{status}")] if told and outcomes else []
    orders, kept = {"a": Order(status, 1000, True, 1)}, {"a": held} if held else {}
    return Rows(orders, outcomes, Stock(*stock), notices, kept)


def found(read, promised=(), all_up=True, looks=2):
    books = Books()
    for _ in range(looks):
        lines = books.of(read, set(promised), all_up)
    return {line["name"]: line["is_"] for line in lines}


RIGHT = {
    "stock": "right",
    "money": "right",
    "orders": "right",
    "notified": "right",
    "promises": "right",
}


def test_a_shop_at_rest_balances():
    assert found(rows(), promised=["a"]) == RIGHT


@pytest.mark.parametrize(
    ("read", "moving"),
    [
        (rows("pending", 0, (9, 1, 0, 0)), {"stock", "orders"}),  # reserved
        (rows("pending", 1000, (9, 1, 0, 0)), {"stock", "money", "orders"}),  # charged
        (rows("pending", 1000, (9, 0, 1, 0)), {"stock", "money", "orders"}),  # sold, not confirmed
        (rows(told=False, at=NOW), {"notified"}),
    ],
)
def test_what_an_open_order_explains_is_on_its_way(read, moving):
    assert found(read) == RIGHT | dict.fromkeys(moving, "moving")


@pytest.mark.parametrize(
    ("read", "promised", "wrong"),
    [
        (rows(stock=(9, 0, 1, 1)), [], "stock"),  # adjustments add up to something else
        (rows(stock=(9, 0, 2, 0)), [], "stock"),  # more sold than bought
        (rows(held=0), [], "money"),  # confirmed and never charged
        (rows("rejected", 1000, (10, 0, 0, 0)), [], "money"),  # charged and rejected
        (rows(told=False), [], "notified"),
        (rows(), ["b"], "promises"),  # promised and gone
    ],
)
def test_what_nothing_explains_is_a_fault_in_the_second_look(read, promised, wrong):
    assert found(read, promised, looks=1)[wrong] == "moving"
    assert found(read, promised) == RIGHT | {wrong: "wrong"}


def test_a_notification_waits_for_a_part_that_is_down():
    assert found(rows(told=False), all_up=False)["notified"] == "moving"


def test_who_has_closed_the_account_has_no_notifications():
    gone = rows(told=False)._replace(orders={"a": Order("confirmed", 1000, False, 1)})
    assert found(gone) == RIGHT


def test_without_a_database_nothing_is_said():
    assert found(None) == {"rows": "unknown"}


def test_one_is_not_said_in_the_plural():
    says = {line["name"]: line["says"] for line in Books().of(rows(), {"a"}, True)}
    assert (
        says["orders"] == "1 order, none open" and says["notified"] == "1 outcome, 1 notification"
    )


def test_orders_are_read_from_each_database_that_has_some(monkeypatch):
    reader = Reader(SimpleNamespace(stage="stage2"), {"orders_database": "x"})
    monkeypatch.setattr(reader, "_postgres", lambda url: lambda _: [url])
    run = {"parts": {"postgres": {"port": 1}, "shard-2": {"port": 2}}}
    asked = [f"postgresql://orders:x@127.0.0.1:{port}/orders" for port in (1, 2)]
    assert reader._query(run, "orders")("") == asked
