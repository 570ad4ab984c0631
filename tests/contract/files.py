"""Files of products, how they are sent, and the reports on them."""

import csv
import io
import json
from collections.abc import Iterable, Mapping

from shop_rules.imports import ProductImport

from .client import Person, Response
from .steps import HEALED, accepted, eventually, new_key, unique

CSV, JSON_LINES = "text/csv", "application/x-ndjson"
MAX_BYTES, MAX_ROWS = 4_194_304, 10_000
Fields = Mapping[str, object]


def goods(count: int, **fields: object) -> list[dict[str, object]]:
    """Valid rows for new products, in a category of their own."""
    category = unique("imported")
    made = ({"name": f"Cup {n}", "category": category, "price": n} for n in range(1, count + 1))
    return [{**each, **fields} for each in made]


def as_csv(rows: Iterable[Fields], end: str = "\n") -> bytes:
    found = list(rows)
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, list(found[0]), lineterminator=end)
    writer.writeheader()
    writer.writerows(found)
    return text.getvalue().encode()


def as_lines(rows: Iterable[Fields]) -> bytes:
    return "".join(json.dumps(row) + "\n" for row in rows).encode()


def send(staff: Person, content: bytes, media_type: str = CSV, key: str | None = None) -> Response:
    """The response to the upload of a file."""
    headers = {**new_key(), "Content-Type": media_type}
    headers |= {"Idempotency-Key": key} if key else {}
    return staff.post("/product-imports", data=content, headers=headers)


def begun(staff: Person, rows: Iterable[Fields]) -> ProductImport:
    return accepted(send(staff, as_lines(rows), JSON_LINES), 202)


def finished(staff: Person, made: ProductImport, within: float = HEALED) -> ProductImport:
    """The whole report."""

    def check() -> ProductImport:
        now: ProductImport = accepted(staff.get(f"/product-imports/{made['id']}"))
        assert now["state"] == "finished", now
        return now

    return eventually(check, within)


def imported(staff: Person, content: bytes, media_type: str = CSV) -> ProductImport:
    """The whole report on a file."""
    return finished(staff, accepted(send(staff, content, media_type), 202))
