"""What a span says of a row that was written: its table, its key, and its status.

It contains no other column. A key that isn't an id is left out: it might be an email address.
"""

import json
import re
from collections.abc import Mapping

from .span import Span

ID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|\d{1,9}")
STATUS = re.compile(r"[a-z_-]{1,32}")
Row = dict[str, str]
VERSION = "version"  # a column that counts changes, and nothing that moves
MOST = 30  # that one span names


def told(written: list[Row]) -> str | None:
    """As an attribute: JSON."""
    return json.dumps(written[:MOST]) if written else None


def row(table: str, key: list[str], status: object) -> Row:
    """key: the values of the key's columns, in their order."""
    found = {"table": table}
    if key and all(map(ID.fullmatch, key)):
        found["key"] = " ".join(key)
    if isinstance(status, str) and STATUS.fullmatch(status):
        found["status"] = status
    return found


def grown(added: Mapping[str, object]) -> str | None:
    """Where units went, in a row that counts them: "reserved", if that grew and another count
    shrank. added: {column: what is added to it}."""
    counts = {name: by for name, by in added.items() if isinstance(by, int) and name != VERSION}
    up = [name for name, by in counts.items() if by > 0]
    return up[0] if len(up) == 1 and min(counts.values()) < 0 else None


def follow(span: Span, order_id: object) -> None:
    """The order that a written row is of is the one that the whole request is about."""
    if isinstance(order_id, str) and ID.fullmatch(order_id):
        for each in (span, span.root or span):
            each.attributes.setdefault("shop.order_id", order_id)
