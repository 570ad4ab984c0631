"""Files that are refused as a whole: nothing of them is in the catalog afterwards."""

import pytest

from .files import CSV, JSON_LINES, MAX_BYTES, MAX_ROWS, as_csv, as_lines, goods, imported, send
from .steps import a_customer, accepted, listed, new_key, refused, unique

HEADER = b"name,category,price\n"
REFUSED = {
    "empty": b"",
    "only a header": HEADER,
    "only empty lines": b"\n\r\n\n",
    "a column is missing": b"name,category\nMug,Mugs\n",
    "an unknown column": b"name,category,price,role\nMug,Mugs,1,staff\n",
    "a column twice": b"name,category,price,name\nMug,Mugs,1,Cup\n",
    "semicolons": b"name;category;price\nMug;Mugs;1\n",
    "Latin-1": HEADER + "Crème,Mugs,1\n".encode("latin-1"),
    "UTF-16": (HEADER + b"Mug,Mugs,1\n").decode().encode("utf-16"),
    "a quote that is not closed": HEADER + b'"Mug,Mugs,1\n',
    "a quote inside a cell": HEADER + b'"M"ug,Mugs,1\n',
    "one row too many": HEADER + b"Mug,Mugs,1\n" * (MAX_ROWS + 1),
}


@pytest.mark.parametrize("content", REFUSED.values(), ids=REFUSED)
def test_a_file_that_is_not_rows_is_refused(staff, content):
    detail = refused(send(staff, content), 422, "")["detail"]
    assert detail.strip()


def test_a_refused_file_leaves_nothing_and_uses_no_key_up(staff, anyone):
    rows, key = goods(3), unique("key")
    bad = as_csv(rows) + b"Caf\xe9,Mugs,1\n"
    assert "line 5" in refused(send(staff, bad, key=key), 422)["detail"]
    assert list(listed(anyone, "/products", category=rows[0]["category"])) == []
    accepted(send(staff, as_csv(rows), key=key), 202)


def test_lines_that_are_too_many_or_none_are_refused(staff):
    refused(send(staff, b"\n\n", JSON_LINES), 422, "")
    refused(send(staff, b"{}\n" * (MAX_ROWS + 1), JSON_LINES), 422, "")
    refused(send(staff, b"\xff\n", JSON_LINES), 422, "")


def test_one_byte_more_is_too_large(staff):
    """At the limit it is read, and is not valid."""
    refused(send(staff, b"x" * (MAX_BYTES + 1)), 413)
    refused(send(staff, b"x" * MAX_BYTES), 422)


@pytest.mark.parametrize(
    "media_type", ["application/json", "text/plain", "text/csv; charset=latin-1", "text/csv2"]
)
def test_another_type_is_refused(staff, media_type):
    refused(send(staff, as_csv(goods(1)), media_type), 415)


def test_a_type_may_say_utf_8(staff):
    report = imported(staff, as_lines([{}]), 'Application/X-NDJSON; charset="UTF-8"')
    assert report["rows_failed"] == 1


def test_the_first_of_several_refusals_is_answered(staff, anyone, customer):
    wrong = {"Content-Type": "text/plain"}
    right = {"Content-Type": CSV}
    path = "/product-imports"
    refused(anyone.post(path, data=b"x" * (MAX_BYTES + 1), headers=wrong), 401)
    refused(customer.post(path, data=b"x" * (MAX_BYTES + 1), headers=wrong), 403)
    refused(staff.post(path, data=b"x" * (MAX_BYTES + 1), headers=wrong), 415)
    refused(staff.post(path, data=b"x" * (MAX_BYTES + 1), headers=right), 413)
    refused(staff.post(path, data=b"", headers=right), 400)
    refused(staff.post(path, data=b"", headers={**right, "Idempotency-Key": ""}), 400)
    refused(staff.post(path, data=b"", headers=right | new_key()), 422)


@pytest.mark.parametrize("import_id", ["nonsense", "018f0000-0000-7000-8000-000000000000", "%00"])
def test_an_unknown_import_is_404_and_none_of_a_customers(staff, shop, import_id):
    refused(staff.get(f"/product-imports/{import_id}"), 404)
    refused(a_customer(shop).get(f"/product-imports/{import_id}"), 403)
