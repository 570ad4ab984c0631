"""Reads JSON Lines: a JSON object on each line. https://jsonlines.org"""

from collections.abc import Iterator

from . import json_bodies
from .errors import Malformed


def read(text: str) -> Iterator[tuple[int, dict[str, object] | str]]:
    """(line, fields) of each line that is not empty; instead of the fields what is wrong."""
    for line, content in enumerate(text.split("\n"), 1):
        if content.strip():
            yield line, _fields(content)


def _fields(content: str) -> dict[str, object] | str:
    try:
        found = json_bodies.parsed(content.encode())
    except Malformed:
        return "not JSON."
    return found if isinstance(found, dict) else "not a JSON object."
