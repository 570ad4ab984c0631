"""Files of products: what an upload may hold, and how it becomes rows.

A file that can't be divided into rows is refused as a whole (Invalid). csv_rows.py and
jsonl_rows.py read its two forms.
"""

from collections.abc import Iterator, Sequence
from typing import Annotated

from pydantic import StringConstraints

from . import bodies, csv_rows, ids, jsonl_rows
from .errors import Invalid, UnsupportedMedia
from .imports import Row
from .shapes import ProductId

MAX_BYTES = 4 * 1024 * 1024
MAX_ROWS = 10_000
CHUNK_ROWS = 100  # applied together, or as one message
MOST_FAULTS = 3  # of one row that are reported
_FORMS = {"text/csv": csv_rows.read, "application/x-ndjson": jsonl_rows.read}
_UTF_8_MARK = b"\xef\xbb\xbf"  # the byte order mark that spreadsheets write first


class _Fields(bodies.Product):
    id: Annotated[str, StringConstraints(pattern=ids.PATTERN)] | None = None


def check_type(content_type: str | None) -> str:
    """The media type without parameters. UnsupportedMedia for any but the two, or for another
    charset than UTF-8."""
    media_type, _, parameters = (content_type or "").partition(";")
    charset = parameters.strip().lower().replace('"', "")
    if media_type.strip().lower() not in _FORMS or charset not in ("", "charset=utf-8"):
        raise UnsupportedMedia("Send text/csv or application/x-ndjson, in UTF-8.")
    return media_type.strip().lower()


def rows(content: bytes, media_type: str) -> list[Row]:
    """All rows of a file. Invalid if it is not UTF-8, has no rows or more than MAX_ROWS, or, for
    CSV, if its header or its quotes are wrong."""
    known: set[str] = set()
    found: list[Row] = []
    for line, fields in _FORMS[media_type](_text(content)):
        if len(found) == MAX_ROWS:
            raise Invalid(f"The file has more than {MAX_ROWS} rows.")
        found.append(_checked(line, fields, known))
    if not found:
        raise Invalid("The file has no rows.")
    return found


def chunks(found: Sequence[Row]) -> Iterator[Sequence[Row]]:
    for start in range(0, len(found), CHUNK_ROWS):
        yield found[start : start + CHUNK_ROWS]


def _text(content: bytes) -> str:
    try:
        return content.removeprefix(_UTF_8_MARK).decode("utf-8")
    except UnicodeDecodeError as wrong:
        line = content.removeprefix(_UTF_8_MARK).count(b"\n", 0, wrong.start) + 1
        raise Invalid(f"The file is not UTF-8: line {line}.") from None


def _checked(line: int, fields: dict[str, object] | str, known: set[str]) -> Row:
    """fields: as read, or what is wrong with the line. known: the ids of the rows before."""
    row: Row = {"line": line, "id": None, "product": None, "error": ""}
    if isinstance(fields, str):
        return {**row, "error": fields}
    try:
        read = bodies.checked(_Fields, fields)
    except Invalid as wrong:
        return {**row, "error": _told(wrong)}
    if read.id is not None and read.id in known:
        return {**row, "error": "id: another row has it already."}
    known |= {read.id} if read.id else set()
    named = ProductId(read.id) if read.id else None
    return {**row, "id": named, "product": read.model_dump(exclude={"id"})}


def _told(wrong: Invalid) -> str:
    """The first faults of a row, with no word of the file: the report is no longer than it."""
    said = []
    for fault in wrong.more["errors"]:
        name = fault["pointer"].removeprefix("/")
        said.append(f"{name}: {fault['detail']}" if name in csv_rows.KNOWN else "unknown field")
    faults = list(dict.fromkeys(said))
    rest = f"; {len(faults) - MOST_FAULTS} more" if len(faults) > MOST_FAULTS else ""
    return "; ".join(faults[:MOST_FAULTS]) + rest
