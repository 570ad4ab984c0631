"""Reads query parameters: unknown ones are ignored, invalid values are refused with 422."""

import re
from collections.abc import Mapping, Sequence
from typing import overload

from .errors import Invalid
from .texts import is_storable

DEFAULT_LIMIT, MAX_LIMIT = 20, 100
BESTSELLERS = 10  # length of the one list without pages

Query = Mapping[str, str]


def limit(query: Query) -> int:
    return whole_number(query, "limit", 1, MAX_LIMIT, DEFAULT_LIMIT)


@overload
def whole_number(query: Query, name: str, least: int, most: int) -> int | None: ...
@overload
def whole_number(query: Query, name: str, least: int, most: int, default: int) -> int: ...
def whole_number(
    query: Query, name: str, least: int, most: int, default: int | None = None
) -> int | None:
    """The parameter as a number, or the default if it is absent. Raises Invalid."""
    text = query.get(name)
    if text is None:
        return default
    if not re.fullmatch(r"[0-9]{1,9}", text) or not least <= int(text) <= most:
        raise Invalid(f"{name}: a whole number from {least} to {most}.")
    return int(text)


def text(query: Query, name: str, longest: int, shortest: int = 0) -> str | None:
    value = query.get(name)
    if value is not None and not (shortest <= len(value) <= longest and is_storable(value)):
        raise Invalid(f"{name}: text of {shortest} to {longest} characters.")
    return value


@overload
def choice(query: Query, name: str, choices: Sequence[str]) -> str | None: ...
@overload
def choice(query: Query, name: str, choices: Sequence[str], default: str) -> str: ...
def choice(
    query: Query, name: str, choices: Sequence[str], default: str | None = None
) -> str | None:
    value = query.get(name)
    if value is not None and value not in choices:
        raise Invalid(f"{name}: one of {', '.join(choices)}.")
    return value if value is not None else default
