"""Reads CSV (RFC 4180) with a header: commas, double quotes, CRLF or LF, in any order of columns.

A quote in the wrong place makes the end of a row unknown, so it refuses the whole file.
"""

import csv
import io
import re
from collections.abc import Iterator

from .errors import Invalid

REQUIRED = ("name", "category", "price")
KNOWN = ("id", *REQUIRED, "description", "currency")
MAY_BE_EMPTY = ("id", "currency")  # an empty cell is as good as none


def read(text: str) -> Iterator[tuple[int, dict[str, object] | str]]:
    """(line, fields) of each row below the header; instead of the fields what is wrong."""
    lines = csv.reader(io.StringIO(text, newline=""), strict=True)
    header: list[str] | None = None
    before = 0
    while True:
        try:
            cells = next(lines, None)
        except csv.Error as wrong:
            raise Invalid(f"Line {lines.line_num} is not CSV: {wrong}.") from None
        if cells is None:
            return
        line, before = before + 1, lines.line_num
        if not cells:  # an empty line
            continue
        if header is None:
            header = _header(cells)
        else:
            yield line, _fields(header, cells)


def _header(cells: list[str]) -> list[str]:
    header = [cell.strip() for cell in cells]
    missing = [name for name in REQUIRED if name not in header]
    if missing:
        raise Invalid(f"The header has no column {missing[0]}.")
    if not set(header) <= set(KNOWN) or len(set(header)) < len(header):
        raise Invalid(f"Each column of the header must be one of {', '.join(KNOWN)}, once.")
    return header


def _fields(header: list[str], cells: list[str]) -> dict[str, object] | str:
    if len(cells) != len(header):
        return f"{len(cells)} cells; the header has {len(header)}."
    found: dict[str, object] = {}
    for name, cell in zip(header, cells, strict=True):
        if cell or name not in MAY_BE_EMPTY:
            found[name] = _number(cell) if name == "price" else cell
    return found


def _number(cell: str) -> int | str:
    """Cents. What is no number stays a text, which is not valid."""
    return int(cell) if re.fullmatch("[0-9]{1,9}", cell) else cell
