"""Entity tags and the two preconditions built on them (RFC 9110, 8.8.3 and 13.1)."""

import re

from .errors import PreconditionFailed, PreconditionRequired

_TAG = re.compile(r'(W/)?("[^"]*")')
_LIST = re.compile(rf"[ \t,]*(?:{_TAG.pattern}[ \t]*(?:,[ \t,]*|$))*")


def of_version(version: int | str) -> str:
    return f'"{version}"'


# --8<-- [start:preconditions]
def unchanged(if_none_match: str | None, etag: str) -> bool:
    """True if the client already has this representation (weak comparison)."""
    if if_none_match is None:
        return False
    return if_none_match.strip() == "*" or etag in [tag for _, tag in _tags(if_none_match)]


# --8<-- [start:if_match]
def required(if_match: str | None) -> str:
    """If-Match as sent. Raises 428 without it: a change must name the version it changes."""
    if if_match is None:
        raise PreconditionRequired("Send If-Match with the ETag of what you are changing.")
    return if_match


def check(if_match: str, etag: str) -> None:
    """Raise 412 unless the tag matches (strong comparison: a weak tag never matches)."""
    strong = [tag for weak, tag in _tags(if_match) if not weak]
    if if_match.strip() != "*" and etag not in strong:
        raise PreconditionFailed("It was changed since you read it.")


# --8<-- [end:if_match]


# --8<-- [end:preconditions]


def _tags(header: str) -> list[tuple[str, str]]:
    """Each tag as ("W/" or "", quoted); none if the header is no list of tags (RFC 9110, 5.6.1)."""
    return _TAG.findall(header) if _LIST.fullmatch(header) else []
