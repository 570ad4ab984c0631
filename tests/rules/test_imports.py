import pytest

from shop_rules import ids, imports
from shop_rules.imports import ProductImport

AN_IMPORT = ids.new_id()


def test_a_line_has_one_product_id_and_each_line_its_own():
    lines = range(1, 20_000)
    made = [imports.product_id(AN_IMPORT, line) for line in lines]
    assert made == [imports.product_id(AN_IMPORT, line) for line in lines]
    assert len(set(made)) == len(made)
    assert not set(made[:100]) & {imports.product_id(ids.new_id(), line) for line in lines[:100]}


@pytest.mark.parametrize("line", [1, 2, 3, 4, 9_999, 16_383, 16_384, 4_194_304])
def test_it_is_a_uuid_of_version_7_with_the_time_of_the_import(line):
    made = imports.product_id(AN_IMPORT, line)
    assert ids.known_form(made) == made
    assert made[14] == "7" and made[19] in "89ab"
    assert ids.created_at(made) == ids.created_at(AN_IMPORT)


def test_products_of_later_lines_are_newer():
    made = [imports.product_id(AN_IMPORT, line) for line in range(2, 10_002)]
    assert made == sorted(made)


def test_a_fingerprint_knows_content_and_type():
    known = {
        imports.fingerprint(content, media_type)
        for content in (b"a", b"b")
        for media_type in ("text/csv", "application/x-ndjson")
    }
    assert len(known) == 4


def test_a_report_counts_and_sorts_and_ends_with_the_last_row():
    errors = [{"line": 9, "detail": "x"}, {"line": 2, "detail": "y"}]
    running = imports.report(AN_IMPORT, 10, 9, errors)
    assert running["state"] == "running" and running["rows_failed"] == 2
    assert [error["line"] for error in running["errors"]] == [2, 9]
    assert running.keys() == ProductImport.__required_keys__
    assert imports.report(AN_IMPORT, 10, 10, errors)["state"] == "finished"


def test_an_error_is_the_rows_own_or_what_was_found_later():
    row = {"line": 3, "id": None, "product": None, "error": "wrong"}
    assert imports.error(row) == {"line": 3, "detail": "wrong"}
    assert imports.error(row, "No such product.") == {"line": 3, "detail": "No such product."}
