"""Refuses requests that a web page makes a browser send here.

A browser sends simple requests to any address without a preflight, and an attacker's domain may
resolve to 127.0.0.1 (DNS rebinding). Programs send neither Origin nor Sec-Fetch-* headers.
"""

from collections.abc import Collection
from urllib.parse import urlsplit

from flask import request

from .errors import Refusal

LOOPBACK = ("127.0.0.1", "localhost", "::1")
OF_BROWSERS = ("Origin", "Referer", "Sec-Fetch-Site", "Sec-Fetch-Mode", "Sec-Fetch-Dest")
FOR_READERS = ("about.page", "about.health")  # these show no secrets


def refuse_pages(names: Collection[str] = LOOPBACK) -> None:
    """Raise Refusal (403) for a browser's request. names: this sandbox's host names, no port."""
    if _host(request.host) not in names:
        raise Refusal(403, "This sandbox is not known by that Host.")
    named = [name for name in OF_BROWSERS if name in request.headers]
    if named and request.endpoint not in FOR_READERS:
        raise Refusal(403, f"Not for web pages: leave out {', '.join(named)}.")


def _host(value: str) -> str | None:
    """The host without its port; None if it is malformed."""
    try:
        return urlsplit(f"//{value}").hostname
    except ValueError:
        return None
