"""A file of products: each row is applied once, or is a line of the report."""

import pytest

from shop_rules.pricing import MAX_PRICE

from .files import (
    CSV,
    JSON_LINES,
    MAX_ROWS,
    as_csv,
    as_lines,
    begun,
    finished,
    goods,
    imported,
    send,
)
from .readings import etag_of, product_of, soon_equal, stock_of
from .representations import A_TIME, AN_ID, in_stock, the_product
from .steps import (
    LISTED,
    a_product,
    accepted,
    at_once,
    listed,
    located,
    refused,
    unique,
)
from .version import cents, money

MINUTES = 20  # for the largest file on a busy machine
FORMS = {CSV: as_csv, JSON_LINES: as_lines}
AWKWARD = [
    'The "red", one\r\nfor two',
    '=HYPERLINK("https://example.org"; "click")',
    "-20 °C ice pack",
    "@home",
    "+1",
    "Crème 茶碗 ☕",
]


def named(anyone, category):
    """{name: product}, of all products in a category."""
    return {each["name"]: each for each in listed(anyone, "/products", category=category)}


def soon_named(anyone, rows):
    """The same, once it has exactly the names of these rows, once each."""
    category, names = rows[0]["category"], sorted(row["name"] for row in rows)

    def found():
        return sorted(each["name"] for each in listed(anyone, "/products", category=category))

    soon_equal(found, names, LISTED)
    return named(anyone, category)


@pytest.mark.parametrize("media_type", FORMS)
def test_each_row_becomes_a_product_with_an_empty_stock(staff, anyone, media_type):
    rows = goods(3, description="Holds 0.2 l.")
    answer = send(staff, FORMS[media_type](rows), media_type)
    made = accepted(answer, 202)
    done = {"rows": 3, "rows_done": 3, "rows_failed": 0, "errors": []}
    assert made == {**made, "id": AN_ID, "rows": 3, "created_at": A_TIME}
    assert located(answer) == f"/product-imports/{made['id']}"
    assert finished(staff, made) == {**made, **done, "state": "finished"}
    found = soon_named(anyone, rows)
    for row in rows:
        product = found[row["name"]]
        whole = the_product(**row | {"price": money(row["price"])})
        assert product == {**whole, "available": 0}
        assert product_of(anyone, product) == whole
        assert stock_of(staff, product) == in_stock(0)


def test_a_row_with_an_id_replaces_that_product_once(staff, anyone):
    product = a_product(staff, stock=4, description="old")
    etag = etag_of(anyone, product)
    row = {"id": product["id"], "name": "New", "category": product["category"], "price": 7}
    assert imported(staff, as_csv([row]))["errors"] == []
    now, row["price"] = product_of(anyone, product), money(7)
    assert now == {**product, **row, "description": "", "updated_at": now["updated_at"]}
    assert now["updated_at"] > product["updated_at"]
    assert stock_of(staff, product) == in_stock(4)
    del row["id"]
    refused(staff.put(f"/products/{product['id']}", row, headers={"If-Match": etag}), 412)


@pytest.mark.parametrize("media_type", FORMS)
def test_a_cell_is_text_as_it_stands(staff, anyone, media_type):
    """Quotes, commas, line breaks, all scripts, and what a spreadsheet takes for a formula."""
    plain = goods(len(AWKWARD))
    rows = [{**row, "name": name} for row, name in zip(plain, AWKWARD, strict=True)]
    assert imported(staff, FORMS[media_type](rows), media_type)["errors"] == []
    found = soon_named(anyone, rows)
    assert product_of(anyone, found[AWKWARD[0]])["name"] == AWKWARD[0]


@pytest.mark.parametrize("media_type", FORMS)
def test_files_of_spreadsheets_are_read(staff, anyone, media_type):
    """With a byte order mark and CRLF."""
    rows = goods(2)
    content = b"\xef\xbb\xbf" + FORMS[media_type](rows).replace(b"\n", b"\r\n")
    assert imported(staff, content, media_type)["rows_failed"] == 0
    soon_named(anyone, rows)


def test_empty_lines_and_the_order_of_columns_do_not_matter(staff, anyone):
    rows = goods(2)
    category = rows[0]["category"]
    text = f"price,name,id,category,currency\n\n1,Cup 1,,{category},EUR\n\n2,Cup 2,,{category},\n"
    assert imported(staff, text.encode())["errors"] == []
    soon_named(anyone, rows)


WRONG = [
    {"name": "", "category": "c", "price": 1},
    {"name": "x" * 201, "category": "c", "price": 1},
    {"name": "n", "category": "c", "price": 0},
    {"name": "n", "category": "c", "price": MAX_PRICE + 1},
    {"name": "n", "category": "c", "price": "free"},
    {"name": "n", "category": "c", "price": 1, "currency": "USD"},
    {"name": "n", "category": "c", "price": 1, "id": "not one"},
    {"name": "n", "category": "c", "price": 1, "id": "018f0000-0000-7000-8000-000000000000"},
]
WRONG_LINES = [
    b"{",
    b"[1]",
    b'"text"',
    b'{"name": "n", "category": "c", "price": NaN}',
    b'{"name": "n", "category": "c", "price": 1.0}',
    b'{"name": "n", "category": "c", "price": 1, "role": "staff"}',
    b'{"name": "a\\u0000b", "category": "c", "price": 1}',
    b"{}",
]


def test_wrong_rows_do_not_stop_right_ones(staff, anyone):
    """One wrong row of each kind, between rows that are right."""
    right = goods(len(WRONG) + 1)
    columns = {"id": "", "currency": ""}
    mixed = [columns | right[0]]
    for wrong, good in zip(WRONG, right[1:], strict=True):
        mixed += [columns | wrong, columns | good]
    report = imported(staff, as_csv(mixed))
    assert [error["line"] for error in report["errors"]] == list(range(3, 3 + 2 * len(WRONG), 2))
    assert all(error["detail"].strip() for error in report["errors"])
    assert report["rows_done"] == report["rows"] == len(mixed)
    assert report["rows_failed"] == len(WRONG)
    soon_named(anyone, right)


def test_wrong_lines_do_not_stop_right_ones(staff, anyone):
    right = goods(len(WRONG_LINES))
    pairs = zip(WRONG_LINES, right, strict=True)
    report = imported(
        staff, b"".join(wrong + b"\n" + as_lines([good]) for wrong, good in pairs), JSON_LINES
    )
    assert [error["line"] for error in report["errors"]] == list(range(1, 2 * len(right), 2))
    soon_named(anyone, right)


def test_a_row_with_too_few_or_too_many_cells_is_wrong(staff, anyone):
    rows = goods(1)
    content = as_csv(rows) + b"only,two\n" + b"a,b,1,d\n"
    assert [error["line"] for error in imported(staff, content)["errors"]] == [3, 4]
    soon_named(anyone, rows)


def test_an_id_counts_once_in_a_file(staff, anyone):
    product = a_product(staff, stock=0)
    rows = goods(2, id=product["id"])
    report = imported(staff, as_csv(rows))
    assert [error["line"] for error in report["errors"]] == [3]
    assert product_of(anyone, product)["name"] == "Cup 1"


def test_an_archived_product_is_not_brought_back(staff, anyone):
    product = a_product(staff, stock=0)
    accepted(staff.delete(f"/products/{product['id']}"), 204)
    report = imported(staff, as_csv(goods(1, id=product["id"])))
    assert [error["line"] for error in report["errors"]] == [2]
    refused(anyone.get(f"/products/{product['id']}"), 404)


def test_a_file_of_several_chunks_is_applied_whole(staff, anyone):
    rows = goods(230)
    wrong = {**rows[0], "price": 0}
    report = imported(staff, as_csv([*rows[:150], wrong, *rows[150:]]))
    assert report["rows_done"] == 231
    assert report["errors"] == [{"line": 152, "detail": report["errors"][0]["detail"]}]
    soon_named(anyone, rows)


@pytest.mark.long
def test_a_file_of_as_many_rows_as_are_allowed_is_applied_whole(staff, anyone):
    """Each row once, with a wrong one at the end, which is reached too."""
    rows = goods(MAX_ROWS - 1)
    made = accepted(send(staff, as_csv([*rows, {**rows[0], "price": 0}])), 202)
    report = finished(staff, made, within=MINUTES * 60)
    assert report["rows_done"] == MAX_ROWS
    assert [error["line"] for error in report["errors"]] == [MAX_ROWS + 1]
    soon_named(anyone, rows)


def test_a_retry_gets_the_same_import_and_adds_nothing(staff, anyone):
    rows, key = goods(3), unique("key")
    content = as_csv(rows)
    first = accepted(send(staff, content, key=key), 202)
    finished(staff, first)
    again = accepted(send(staff, content, key=key), 202)
    assert again == finished(staff, first)
    refused(send(staff, content + b"\n", key=key), 422)
    refused(send(staff, as_lines(rows), JSON_LINES, key=key), 422)
    soon_named(anyone, rows)


def test_retries_at_once_make_one_import(staff, anyone):
    rows, key = goods(20), unique("key")
    answers = at_once(*[lambda: send(staff, as_csv(rows), key=key)] * 6)
    made = [answer for answer in answers if answer.status_code != 409]
    (only,) = {accepted(answer, 202)["id"] for answer in made}
    finished(staff, {"id": only})
    soon_named(anyone, rows)


def test_two_imports_of_the_same_products_at_once_are_both_applied(staff, anyone):
    """In opposite orders: each would hold what the other waits for. Each product is as one of
    them has it, whole."""
    products = [a_product(staff, stock=0) for _ in range(12)]
    files = [
        [{"id": each["id"], "name": name, "category": name, "price": price} for each in order]
        for name, price, order in (("left", 1, products), ("right", 2, products[::-1]))
    ]
    made = at_once(*[lambda rows=rows: begun(staff, rows) for rows in files])
    assert [finished(staff, each)["errors"] for each in made] == [[], []]
    for product in products:
        now = product_of(anyone, product)
        assert (now["name"], now["category"], cents(now["price"])) in {
            ("left", "left", 1),
            ("right", "right", 2),
        }


def test_the_same_file_with_another_key_is_another_import(staff, anyone):
    rows = goods(2)
    first, second = (imported(staff, as_csv(rows)) for _ in range(2))
    assert first["id"] != second["id"]
    soon_named(anyone, rows * 2)
