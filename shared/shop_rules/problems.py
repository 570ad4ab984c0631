"""How much of a request a refusal repeats: a long request never gets a longer refusal."""

import re
from typing import Literal, TypedDict

MOST_LISTED = 20
LONGEST_NAME = 100  # characters of one field's name in a pointer
LONGEST_PATH = 2000  # characters of the request's path, percent-encoded


class Fault(TypedDict):
    """One thing that is wrong with a body."""

    pointer: str  # into the body (RFC 6901), or ""
    detail: str


class More(TypedDict, total=False):
    """What only some refusals say."""

    errors: list[Fault]  # with 422
    dependencies: dict[str, str]  # with 503 of /ready


class Problem(More):
    """A refusal as problem details (RFC 9457)."""

    type: str
    title: str
    status: int
    detail: str
    instance: str  # the path of the request
    success: Literal[False]
    request_id: str


class Listed(TypedDict):
    detail: str
    errors: list[Fault]


def listed(detail: str, errors: list[Fault]) -> Listed:
    """The first 20 errors; the detail then says how many there are in all."""
    if len(errors) > MOST_LISTED:
        detail = f"{detail} {len(errors)} problems in all; the first {MOST_LISTED} are listed."
    return {"detail": detail, "errors": errors[:MOST_LISTED]}


def pointer(path: tuple[str | int, ...]) -> str:
    """A JSON pointer (RFC 6901) to path, a sequence of names. A long name is cut, and ends in …"""
    return "".join("/" + _cut(str(name)).replace("~", "~0").replace("/", "~1") for name in path)


def instance(path: str) -> str:
    """The request's path, percent-encoded, without what is too long of it."""
    if len(path) <= LONGEST_PATH:
        return path
    return re.sub("%.?$", "", path[:LONGEST_PATH])  # no half of an escape at its end


def _cut(name: str) -> str:
    return name if len(name) <= LONGEST_NAME else f"{name[:LONGEST_NAME]}…"
