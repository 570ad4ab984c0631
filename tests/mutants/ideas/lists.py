"""Lists, their pages and cursors."""

from . import idea

IDEAS = {
    "next-page-skips-one": idea(
        "A cursor names the first item of the next page, and the next page begins after it.",
        "lists",
        "test_lists.py::test_pages_of_any_size_give_every_item_once",
    ),
    "cursors-fit-any-filter": idea(
        "A cursor of one list or filter is accepted by another.",
        "lists",
        "test_cursors.py::test_a_cursor_of_other_filters_is_422",
    ),
    "pages-end-at-99": idea(
        "A limit of 100 is refused.",
        "off by one",
        "test_lists.py::test_pages_of_any_size_give_every_item_once",
    ),
    "wild-limits-are-clamped": idea(
        "limit=1000 is reduced to 100 instead of refused.",
        "validation",
        "test_cursors.py::test_a_bad_limit_is_422",
    ),
    "status-is-not-looked-at": idea(
        "The list of orders ignores its status filter.",
        "lists",
        "test_orders_reading.py::test_orders_are_narrowed_to_a_status",
    ),
    "cursors-fit-another-persons-list": idea(
        "A cursor of one person's notifications is accepted by another person's list.",
        "lists",
        "test_bites_accounts.py::test_a_page_of_notifications_is_not_gone_on_with_by_another",
    ),
}
