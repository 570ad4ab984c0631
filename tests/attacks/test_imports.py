"""Imports and exports: who gets at them, and files that are made to harm."""

import json

import pytest

from tests.contract.files import CSV, JSON_LINES, MAX_BYTES, as_csv, goods, imported, send
from tests.contract.steps import a_customer, accepted, at_once, refused, unique

HEADER = b"name,category,price\n"
HOSTILE = {
    "one cell of 4 MiB": HEADER + b"x" * (MAX_BYTES - 30) + b",c,1\n",
    "quotes and nothing else": b'"' * (MAX_BYTES - 1),
    "commas and nothing else": HEADER + b"," * (MAX_BYTES - 30),
    "as many columns as fit": b",".join(b"c%d" % n for n in range(400_000)),
    "line ends and nothing else": b"\n" * MAX_BYTES,
    "line ends within quotes": HEADER + b'"' + b"\r\n" * 2_000_000,
    "NUL bytes": HEADER + b"\0" * 1_000_000,
}
LINES = {
    "brackets": b"[" * 2_000_000 + b"\n",
    "a number of a million digits": b'{"price": ' + b"9" * 1_000_000 + b"}\n",
    "a million fields": b"{" + b",".join(b'"%x":1' % n for n in range(300_000)) + b"}\n",
    "the same field again and again": b"{" + b'"price":1,' * 300_000 + b'"price":1}\n',
}
FORMULAS = ['=HYPERLINK("http://127.0.0.1:1/?"&A1)', "@SUM(1+1)*cmd|' /C calc'!A0", "+1", "-1+1"]


@pytest.mark.short
@pytest.mark.parametrize("content", HOSTILE.values(), ids=HOSTILE)
def test_a_hostile_table_is_refused_and_the_shop_goes_on(staff, content):
    answer = send(staff, content)
    assert answer.status_code in (202, 413, 422), answer.text[:300]
    assert len(answer.content) < 5_000
    accepted(staff.get("/health"))


@pytest.mark.short
def test_hostile_lines_are_lines_of_the_report(staff):
    for content in LINES.values():
        report = imported(staff, content, JSON_LINES)
        assert (report["rows"], report["rows_failed"]) == (1, 1)
        assert len(json.dumps(report)) < 1_000


@pytest.mark.short
def test_many_large_files_at_once_leave_the_shop_answering(staff):
    content = HEADER + b"x" * (MAX_BYTES - 30) + b",c,1\n"
    for answer in at_once(*[lambda: send(staff, content)] * 6):
        assert answer.status_code in (422, 503)
    accepted(staff.get("/health"))


@pytest.mark.short
def test_a_report_says_nothing_of_the_file(staff):
    """Else a page or a spreadsheet that shows it would run what the cell says."""
    rows = [{"name": text, "category": text, "price": text} for text in FORMULAS]
    said = json.dumps(imported(staff, as_csv(rows))["errors"])
    assert not any(text[:8] in said for text in FORMULAS)
    wrong = b'{"<script>alert(1)</script>": 1, "=1+1": 2}\n'
    assert "script" not in json.dumps(imported(staff, wrong, JSON_LINES))


@pytest.mark.short
def test_only_those_who_keep_products_import_or_read_a_report(staff, shop, colleagues):
    report = imported(staff, as_csv(goods(1)))
    path = f"/product-imports/{report['id']}"
    for person in (a_customer(shop), colleagues["support"], colleagues["warehouse"]):
        refused(person.get(path), 403)
        refused(send(person, as_csv(goods(1))), 403)
        refused(person.get("/order-exports?day=2026-11-20"), 403)
    accepted(colleagues["catalog"].get(path))
    refused(colleagues["catalog"].get("/order-exports?day=2026-11-20"), 403)


@pytest.mark.short
def test_another_persons_key_leads_to_no_import_of_theirs(staff, colleagues):
    key, content = unique("key"), as_csv(goods(1))
    theirs = accepted(send(staff, content, key=key), 202)
    own = accepted(send(colleagues["catalog"], content, CSV, key), 202)
    assert own["id"] != theirs["id"]
    refused(send(colleagues["catalog"], content + b"\n", CSV, key), 422)


@pytest.mark.short
@pytest.mark.parametrize("field", ["version", "archived", "available", "picture", "created_at"])
def test_no_row_sets_what_is_the_shops(staff, field):
    line = json.dumps({"name": "n", "category": "c", "price": 1, field: 1}).encode()
    assert imported(staff, line, JSON_LINES)["rows_failed"] == 1
    refused(send(staff, f"name,category,price,{field}\nn,c,1,1\n".encode()), 422)
