"""A day's orders as a file: every line once, nothing about the person, and no formula."""

import csv
import io
from datetime import UTC, date, datetime, timedelta

import pytest

from .forms import check_headers, told
from .lives import an_order_that_is
from .readings import lines_of
from .steps import (
    LISTED,
    a_customer,
    a_product,
    accepted,
    an_order,
    eventually,
    place,
    put_in_cart,
    refused,
    settled,
    unique,
)
from .version import cents

PATH = "/order-exports"
COLUMNS = (
    "order_id created_at status country product_id name unit_price quantity line_total".split()
)
COLUMNS.append("currency")


def file_of(staff, day):
    """The rows of all pages, as dictionaries."""
    found, path = [], f"{PATH}?day={day}"
    while path:
        answer = staff.get(path)
        assert answer.status_code == 200, told(answer)
        check_headers(answer)
        assert answer.headers["Content-Type"].replace(" ", "") == "text/csv;charset=utf-8"
        assert f'filename="orders-{day}.csv"' in answer.headers["Content-Disposition"]
        reader = csv.DictReader(io.StringIO(answer.content.decode(), newline=""), strict=True)
        found += reader
        assert reader.fieldnames == COLUMNS
        following = answer.links.get("next", {}).get("url", "")
        path = following.partition("/api/v")[2][1:]  # without the version's number
    return found


def rows_of(staff, order):
    return [r for r in file_of(staff, order["created_at"][:10]) if r["order_id"] == order["id"]]


def expected(order, lines):
    return [
        {
            "order_id": order["id"],
            "created_at": order["created_at"],
            "status": order["status"],
            "country": order["shipping_address"]["country"],
            **{key: str(line[key]) for key in ("product_id", "name", "quantity")},
            **{key: str(cents(line[key])) for key in ("unit_price", "line_total")},
            "currency": "EUR",
        }
        for line in lines
    ]


def test_each_line_of_an_order_is_a_row_as_the_order_is_now(staff, customer):
    for product, quantity in ((a_product(staff, price=120), 2), (a_product(staff, price=7), 1)):
        put_in_cart(customer, product, quantity)
    order = settled(customer, accepted(place(customer), 201))
    lines = lines_of(customer, order)
    assert len(lines) == 2

    def check():
        assert rows_of(staff, order) == expected(order, lines)

    eventually(check, LISTED)


def test_a_shipped_order_is_shipped_in_the_file(staff, customer):
    order = an_order_that_is("shipped", staff, customer, a_product(staff))

    def check():
        assert [row["status"] for row in rows_of(staff, order)] == ["shipped"]

    eventually(check, LISTED)


FORMULAS = ["=1+1", "+1", "-1", "@SUM(A1)", "'quoted'", "＝1"]
PLAIN = 'a "b", c\nd'


def test_no_cell_is_a_formula(staff, shop):
    customer = a_customer(shop)
    for name in (*FORMULAS, PLAIN):
        put_in_cart(customer, a_product(staff, name=name))
    order = settled(customer, accepted(place(customer), 201))
    names = [f"'{name}" for name in FORMULAS] + [PLAIN]

    def check():
        assert [row["name"] for row in rows_of(staff, order)] == names

    eventually(check, LISTED)


def test_nothing_tells_who_bought(staff, customer):
    order = settled(customer, an_order(customer, a_product(staff)))
    eventually(lambda: rows_of(staff, order)[0], LISTED)
    answer = staff.get(f"{PATH}?day={order['created_at'][:10]}")
    for secret in (customer.id, customer.email, customer.name, "St James"):
        assert secret not in answer.text


def test_a_day_has_its_own_orders_only(staff, customer):
    order = an_order(customer, a_product(staff))
    today = date.fromisoformat(order["created_at"][:10])
    for other in (today - timedelta(days=1), today + timedelta(days=1)):
        assert order["id"] not in {row["order_id"] for row in file_of(staff, other.isoformat())}
    assert file_of(staff, "2001-02-03") == []


@pytest.mark.parametrize("day", ["", "yesterday", "2026-02-30", "1999-12-31", "2026-11-20T00:00Z"])
def test_what_is_no_day_is_refused(staff, day):
    refused(staff.get(PATH, params={"day": day}), 422, "")


def test_a_bad_cursor_is_refused_and_a_day_is_needed(staff):
    today = datetime.now(UTC).date().isoformat()
    refused(staff.get(PATH), 422, "")
    refused(staff.get(PATH, params={"day": today, "cursor": "nonsense"}), 422, "")
    assert staff.get(PATH, params={"day": today, "limit": unique("x")}).status_code == 200


def test_only_admins_take_a_file(anyone, customer, colleagues):
    today = datetime.now(UTC).date().isoformat()
    refused(anyone.get(PATH, params={"day": today}), 401)
    for person in (customer, *(colleagues[role] for role in ("support", "warehouse", "catalog"))):
        refused(person.get(PATH, params={"day": today}), 403)
