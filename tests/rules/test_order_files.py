import csv
import io

import pytest

from shop_rules import cursors, ids, order_files
from shop_rules.errors import Invalid

DAY = "2026-11-20"
AN_ORDER = {
    "id": "01a1f8b2-a6db-7e6d-b3a8-1f5c24d970a5",
    "created_at": "2026-11-20T11:22:00.000Z",
    "status": "confirmed",
    "shipping_address": {"country": "GB", "name": "Ada Lovelace", "line1": "12 St James's Square"},
    "currency": "EUR",
    "lines": [
        {"product_id": "p", "name": "Mug", "unit_price": 5, "quantity": 2, "line_total": 10},
        {"product_id": "q", "name": '=1,"x"', "unit_price": 7, "quantity": 1, "line_total": 7},
    ],
}


def read(text):
    return list(csv.reader(io.StringIO(order_files.header() + text, newline=""), strict=True))


def test_a_line_of_an_order_is_a_row_without_the_person():
    header, one, other = read(order_files.rows(AN_ORDER))
    assert header == list(order_files.COLUMNS)
    placed = [AN_ORDER["id"], AN_ORDER["created_at"], "confirmed", "GB"]
    assert one == [*placed, "p", "Mug", "5", "2", "10", "EUR"]
    assert other == [*placed, "q", '\'=1,"x"', "7", "1", "7", "EUR"]
    assert "Ada" not in order_files.rows(AN_ORDER)


def test_lines_end_as_the_rfc_says_and_a_lost_address_is_empty():
    text = order_files.rows({**AN_ORDER, "shipping_address": None})
    assert text.count("\r\n") == text.count("\n") == 2
    assert read(text)[1][3] == ""


@pytest.mark.parametrize("first", "=+-@'\t\r＝＋－＠")
def test_no_cell_is_a_formula(first):
    assert order_files.cell(f"{first}1") == f"'{first}1"


@pytest.mark.parametrize("text", ["Mug", "1-2", "é=1", "", "Ada's"])
def test_other_cells_stay_as_they_are(text):
    assert order_files.cell(text) == text


@pytest.mark.parametrize("day", ["2026-11-20", "2000-01-01", "2024-02-29", "2999-12-31"])
def test_a_day_is_a_date(day):
    assert order_files.day({"day": day}) == day


@pytest.mark.parametrize(
    "day",
    ["", "20261120", "2026-11-31", "2026-11-20T00:00", "1999-12-31", "3000-01-01", "today"]
    + ["2026-W47-5", "-2026-11-20", "２０２６-11-20", "2026-11-20\n", "\0"],
)
def test_nothing_else_is(day):
    with pytest.raises(Invalid):
        order_files.day({"day": day})
    with pytest.raises(Invalid):
        order_files.day({})


def test_a_days_orders_have_ids_between_its_bounds():
    first, end = order_files.bounds(DAY)
    assert ids.created_at(first) == "2026-11-20T00:00:00.000Z"
    assert first < AN_ORDER["id"] or ids.created_at(AN_ORDER["id"])[:10] != DAY
    assert ids.created_at(end) == "2026-11-21T00:00:00.000Z"
    assert first < end


def test_the_next_page_begins_after_the_last_order():
    path = order_files.next_page(DAY, AN_ORDER["id"])
    query = dict(pair.split("=") for pair in path.partition("?")[2].split("&"))
    assert query["day"] == DAY
    assert order_files.after(query, DAY) == AN_ORDER["id"]
    assert order_files.after({}, DAY) is None
    for cursor, day in ((query["cursor"], "2026-11-21"), ("nonsense", DAY), ("", DAY)):
        with pytest.raises(Invalid):
            order_files.after({"cursor": cursor}, day)


def test_a_cursor_that_someone_made_names_no_order():
    made = cursors.encode(["'; DROP TABLE"], "order export", DAY)
    assert order_files.after({"cursor": made}, DAY) == ids.NIL
