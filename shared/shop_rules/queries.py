"""Query parameters: unknown ones are ignored, a known one with a bad value is refused."""

import re

from .errors import Invalid
from .texts import is_storable

DEFAULT_LIMIT, MAX_LIMIT = 20, 100
BESTSELLERS = 10  # in the one list without pages


def limit(query):
    return whole_number(query, "limit", 1, MAX_LIMIT, DEFAULT_LIMIT)


def whole_number(query, name, least, most, default=None):
    """query: a mapping of strings; the number, or the default where it is absent."""
    text = query.get(name)
    if text is None:
        return default
    if not re.fullmatch(r"[0-9]{1,9}", text) or not least <= int(text) <= most:
        raise Invalid(f"{name}: a whole number from {least} to {most}.")
    return int(text)


def text(query, name, longest, shortest=0):
    value = query.get(name)
    if value is not None and not (shortest <= len(value) <= longest and is_storable(value)):
        raise Invalid(f"{name}: text of {shortest} to {longest} characters.")
    return value


def choice(query, name, choices, default=None):
    value = query.get(name)
    if value is not None and value not in choices:
        raise Invalid(f"{name}: one of {', '.join(choices)}.")
    return value if value is not None else default
