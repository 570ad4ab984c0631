"""Imports of products."""

from . import idea

IDEAS = {
    "a-retry-imports-again": idea(
        "The Idempotency-Key of an import is not remembered.",
        "idempotency",
        "test_imports.py::test_a_retry_gets_the_same_import_and_adds_nothing",
        "test_imports.py::test_retries_at_once_make_one_import",
    ),
    "one-wrong-row-stops-the-file": idea(
        "A file with a wrong row is refused as a whole.",
        "loss",
        "test_imports.py::test_wrong_rows_do_not_stop_right_ones",
    ),
    "the-report-forgets-errors": idea(
        "Wrong rows are skipped, and the report does not tell of them.",
        "loss",
        "test_imports.py::test_wrong_rows_do_not_stop_right_ones",
        "test_imports.py::test_a_file_of_several_chunks_is_applied_whole",
    ),
    "only-the-first-chunk-is-read": idea(
        "The rows after the first hundred are lost.",
        "loss",
        "test_imports.py::test_a_file_of_several_chunks_is_applied_whole",
    ),
    "imported-goods-have-no-stock": idea(
        "A product that an import adds has no stock, and can never be sold.",
        "crash",
        "test_imports.py::test_each_row_becomes_a_product_with_an_empty_stock",
    ),
    "the-mark-of-utf-8-is-a-letter": idea(
        "The byte order mark stays in the name of the first column.",
        "validation",
        "test_imports.py::test_files_of_spreadsheets_are_read",
    ),
    "one-id-twice-in-a-file": idea(
        "Two rows of a file may have the same id.",
        "lost update",
        "test_imports.py::test_an_id_counts_once_in_a_file",
    ),
    "files-may-have-one-row-more": idea(
        "A file of 10,001 rows is accepted.",
        "off by one",
        "test_imports_refused.py::test_a_file_that_is_not_rows_is_refused",
    ),
    "customers-read-imports": idea(
        "Anyone who is signed in may read the report on an import.",
        "privilege",
        "test_imports_refused.py::test_an_unknown_import_is_404_and_none_of_a_customers",
    ),
}
