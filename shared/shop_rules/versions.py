"""API versions: which one a request asks for, and the headers that depend on it.

A request names its version in the URL (/api/v2/…), in the header Api-Version, or in the parameter
`version`. All names must agree. Version 1 is deprecated (RFC 9745) and has an end (RFC 8594).
"""

import re
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import NamedTuple
from urllib.parse import parse_qsl, quote, unquote

from . import problems
from .errors import Malformed, NotFound

HEADER, PARAMETER = "Api-Version", "version"
ROOT, V1, V2 = "/api", "/api/v1", "/api/v2"
BASES = {"1": V1, "2": V2}  # by the name of the version
DEPRECATED = "@1795996800"  # since 2026-11-30, when version 2 appeared; Unix seconds
LAST_DAY = "2027-11-30"  # unless V1_SUNSET says another
SUCCESSOR = 'rel="successor-version"'  # RFC 5829
CONDITIONS = ("if-match", "if-none-match")
_OF_URL = re.compile(r"/api/v([0-9]+)(/.*)?", re.DOTALL)
_OF_ROOT = re.compile(r"/api(/.*)", re.DOTALL)
_KEPT_IN_A_PATH = "/~!$&'()*+,;=:@"  # RFC 3986, 3.3; all stages escape the rest alike
_TAG = re.compile(r'"([^"]*)"')
_LINK = re.compile(r'<[^>]*>; rel="(?!successor-version")[^"]*"')  # as the routes write them

Pair = tuple[str, str]  # a header's name and its value


class Asked(NamedTuple):
    version: str  # "1" or "2"
    base: str  # as the client wrote it: /api, /api/v1, or /api/v2
    path: str  # below it


def asked(path: str, header: str | None, query: str) -> Asked:
    """The version and the path below the base URL. path: without PUBLIC_URL's prefix.

    Raises NotFound outside the API and for an unknown version, and Malformed without a version or
    with two. An empty name names none.
    """
    in_url, plain = _OF_URL.fullmatch(path), _OF_ROOT.fullmatch(path)
    named = {*(header or "").replace(" ", "").split(","), *_in_query(query)} - {""}
    if in_url:
        base, below = f"{ROOT}/v{in_url[1]}", in_url[2] or ""
        named.add(in_url[1])
    elif plain:
        base, below = ROOT, plain[1]
    else:
        raise NotFound("No such path.")
    # --8<-- [start:asked]
    if named - BASES.keys():
        raise NotFound(f"No such version. This shop has {' and '.join(BASES)}.")
    if len(named) > 1:
        raise Malformed("The request names two versions.")
    if not named:
        raise Malformed(f"Name a version: {V2} in the URL, {HEADER}: 2, or ?{PARAMETER}=2.")
    return Asked(named.pop(), base, below)
    # --8<-- [end:asked]


def _in_query(query: str) -> Iterator[str]:
    yield from (value for name, value in _named(query) if name == PARAMETER)


def _named(query: str) -> list[Pair]:
    return parse_qsl(query, keep_blank_values=True)


def without_version(query: str) -> str:
    """The query without the parameter that names a version, and otherwise as it was sent."""
    parts = query.split("&")
    return "&".join(
        part for part in parts if not any(name == PARAMETER for name, _ in _named(part))
    )


def sunset(day: str) -> str:
    """The Sunset header's value. day: when version 1 ends, as 2027-11-30, or "" for LAST_DAY."""
    return datetime.fromisoformat(day or LAST_DAY).strftime("%a, %d %b %Y %H:%M:%S GMT")


def condition(tags: str) -> str:
    """If-Match or If-None-Match of version 2 as version 1 has it. Tags of version 1 match nothing:
    its representations have other bytes."""
    return _TAG.sub(_as_routes_know, tags)


def _as_routes_know(tag: re.Match[str]) -> str:
    is_ours = tag[1].startswith("v2-")
    return f'"{tag[1].removeprefix("v2-")}"' if is_ours else f'"v1-{tag[1]}"'


# --8<-- [start:headers]
def headers(asked: Asked, sent: Iterable[Pair], public_url: str, sunset: str) -> Iterator[Pair]:
    """A response's headers in the version that was asked for. asked.path: percent-encoded.

    A monolith behind a gateway has added its own about versions: they are left out. All links are
    in one header, because not every stage can send two of a name.
    """
    links: list[str] = []
    for name, value in sent:
        low = name.lower()
        if low == "link":
            links += [_renamed(asked, low, link) for link in _LINK.findall(value)]
        elif low not in ("deprecation", "sunset"):
            yield name, _renamed(asked, low, value)
    if asked.base == ROOT:
        yield "Vary", HEADER
    if asked.version == "1":
        path = problems.instance(quote(unquote(asked.path), safe=_KEPT_IN_A_PATH))
        yield "Deprecation", DEPRECATED
        yield "Sunset", sunset
        links.append(f"<{public_url}{V2}{path}>; {SUCCESSOR}")
    if links:
        yield "Link", ", ".join(links)


# --8<-- [end:headers]
def _renamed(asked: Asked, name: str, value: str) -> str:
    if name == "etag" and asked.version == "2":
        return _TAG.sub(r'"v2-\1"', value)
    if name in ("location", "link"):
        return value.replace(f"{V1}/", f"{BASES[asked.version]}/", 1)
    if name == "set-cookie":
        return value.replace(f"{V1}/tokens;", f"{asked.base}/tokens;", 1)
    return value
