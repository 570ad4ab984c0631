"""Orders as a file for analysts: CSV (RFC 4180), a row for each line of an order.

It has no personal data: an order's country and goods, and nothing of who bought them.
"""

import csv
import io
import re
from collections.abc import Iterable, Mapping
from datetime import date, timedelta

from . import cursors, ids
from .errors import Invalid
from .shapes import Order, OrderId

COLUMNS = (
    *("order_id", "created_at", "status", "country"),
    *("product_id", "name", "unit_price", "quantity", "line_total", "currency"),
)
MOST_CHARACTERS = 1024 * 1024  # of a page: with these no further order is added
AT_ONCE = 200  # orders
_NAME = "order export"
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_FORMULA = tuple("=+-@\t\r'\uff1d\uff0b\uff0d\uff20")  # the last four are their wide forms


def day(query: Mapping[str, str]) -> str:
    """The parameter `day`. Raises Invalid."""
    text = query.get("day", "")
    try:
        if _DAY.fullmatch(text) and 2000 <= date.fromisoformat(text).year < 3000:
            return text
    except ValueError:
        pass
    raise Invalid("day: a date from 2000 on, as in 2026-11-30.")


def bounds(day: str) -> tuple[str, str]:
    """(first id of that day in UTC, first id of the next)"""
    after = date.fromisoformat(day) + timedelta(days=1)
    return ids.first_at(f"{day}T00:00:00.000Z"), ids.first_at(f"{after}T00:00:00.000Z")


def after(query: Mapping[str, str], day: str) -> str | None:
    """The order before the page that is asked for, or None. Raises Invalid for a bad cursor."""
    cursor = query.get("cursor")
    if cursor is None:
        return None
    return ids.known_form(str(cursors.decode(cursor, _NAME, day, like=[""])[0]))


def next_page(day: str, last: OrderId) -> str:
    """The path of the page after that order."""
    return f"/order-exports?day={day}&cursor={cursors.encode([last], _NAME, day)}"


def header() -> str:
    return _csv([COLUMNS])


def rows(order: Order) -> str:
    address = order["shipping_address"]
    of_order = [order["id"], order["created_at"], order["status"]]
    of_order.append(address["country"] if address else "")
    return _csv(
        [
            *of_order,
            *(line["product_id"], cell(line["name"]), line["unit_price"]),
            *(line["quantity"], line["line_total"], order["currency"]),
        ]
        for line in order["lines"]
    )


# --8<-- [start:cell]
def cell(text: str) -> str:
    """The text, with ' before it if a spreadsheet would take it for a formula. A text that begins
    with ' gets one too, so that a reader can take every leading ' off again.

    https://owasp.org/www-community/attacks/CSV_Injection
    """
    return f"'{text}" if text.startswith(_FORMULA) else text


# --8<-- [end:cell]
def _csv(found: Iterable[Iterable[object]]) -> str:
    text = io.StringIO(newline="")
    csv.writer(text).writerows(found)
    return text.getvalue()
