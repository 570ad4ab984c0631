"""Parses a body as JSON (RFC 8259), or raises the matching error."""

import json
from collections.abc import Iterable
from typing import NoReturn

from .errors import Malformed, TooLarge, UnsupportedMedia

MAX_BYTES = 256 * 1024
MAX_DEPTH = 100  # nested arrays and objects; Python's own limit depends on its version


def check_type(content_type: str | None) -> None:
    media_type, _, parameters = (content_type or "").partition(";")
    charset = parameters.strip().lower().replace('"', "")
    if media_type.strip().lower() != "application/json" or charset not in ("", "charset=utf-8"):
        raise UnsupportedMedia("Send Content-Type: application/json.")


def check_size(size: int, most: int = MAX_BYTES) -> None:
    if size > most:
        raise TooLarge(f"A body may have at most {most} bytes here.")


def parsed(content: bytes) -> object:
    """The parsed body. Raises Malformed if it is not JSON, or nested deeper than MAX_DEPTH."""
    try:
        value = json.loads(content.decode("utf-8"), parse_constant=_no_constant)
    except (ValueError, RecursionError):
        raise Malformed("The body is not JSON in UTF-8.") from None
    if _is_deeper(value, MAX_DEPTH):
        raise Malformed(f"The body nests more than {MAX_DEPTH} levels.")
    return value


def _is_deeper(value: object, levels: int) -> bool:
    found = [value]
    for _ in range(levels):
        found = [inner for each in found for inner in _inside(each)]
    return any(isinstance(each, (dict, list)) for each in found)


def _inside(value: object) -> Iterable[object]:
    if isinstance(value, dict):
        return value.values()
    return value if isinstance(value, list) else ()


def _no_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is not JSON")
