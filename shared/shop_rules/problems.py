"""Problem details, which repeat so little of a request that they are never longer than it."""

import re
from typing import Literal, TypedDict

MOST_LISTED = 20
LONGEST_NAME = 100  # characters of one field's name in a pointer
LONGEST_PATH = 2000  # characters of the request's path, percent-encoded


class Fault(TypedDict):
    """One error in a request body."""

    pointer: str  # into the body (RFC 6901), or ""
    detail: str


class More(TypedDict, total=False):
    """Members that only some problem documents have."""

    errors: list[Fault]  # with 422
    dependencies: dict[str, str]  # with 503 of /ready


class Problem(More):
    """Problem details (RFC 9457)."""

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
    """The detail and the first 20 errors; if there are more, the detail says how many in all."""
    if len(errors) > MOST_LISTED:
        detail = f"{detail} {len(errors)} problems in all; the first {MOST_LISTED} are listed."
    return {"detail": detail, "errors": errors[:MOST_LISTED]}


def pointer(path: tuple[str | int, ...]) -> str:
    """The JSON pointer (RFC 6901) to path, a sequence of names. A long name is cut and ends in …"""
    return "".join("/" + _cut(str(name)).replace("~", "~0").replace("/", "~1") for name in path)


def instance(path: str) -> str:
    """The request's path, percent-encoded, cut to LONGEST_PATH characters."""
    if len(path) <= LONGEST_PATH:
        return path
    return re.sub("%.?$", "", path[:LONGEST_PATH])  # drop half an escape at the end


def _cut(name: str) -> str:
    return name if len(name) <= LONGEST_NAME else f"{name[:LONGEST_NAME]}…"
