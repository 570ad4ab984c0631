"""Orders as a file for analysts, a day at a time and page by page."""

from shop_rules import order_files
from shop_rules.shapes import Order, OrderId

from . import store


def page(day: str, after: str | None) -> tuple[str, OrderId | None]:
    """(CSV, the last order in it if there may be more). after: the last order before, or None.

    A page ends with the order that fills it: a day may have more orders than one response holds.
    """
    first, end = order_files.bounds(day)
    parts, size, last = [order_files.header()], 0, max(first, after or first)
    while found := _some(last, end):
        for order in found:
            parts.append(order_files.rows(order))
            size, last = size + len(parts[-1]), order["id"]
            if size > order_files.MOST_CHARACTERS:
                return "".join(parts), order["id"]
    return "".join(parts), None


def _some(after: str, end: str) -> list[Order]:
    return store.between(after, end, order_files.AT_ONCE)
