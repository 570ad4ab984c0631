"""Imports of products and their waiting rows, with the same columns on both sides.

Rows that the old side hasn't applied when the unit moves are due for the new side's worker.
"""

from typing import Literal

from ..config import OLD
from . import plain
from .direction import Direction

COLUMNS = {
    "product_imports": ["id", "user_id", "key", "fingerprint"],
    "product_import_chunks": ["id", "import_id", "size", "rows", "errors", "due_at"],
}


def _directions(way: Literal["forward", "back"], source: str, target: str) -> list[Direction]:
    of = "" if way == "forward" else "_back"
    return [
        plain.direction(f"{table}{of}", "catalog", way, source, target, table, columns)
        for table, columns in COLUMNS.items()
    ]


FORWARD = _directions("forward", OLD, "catalog")
BACK = _directions("back", "catalog", OLD)
