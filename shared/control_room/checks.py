"""Decides which requests the control room answers (ADR 51).

A browser says where a request comes from (Origin, Sec-Fetch-Site), and programs don't. All that a
page of another site can do is open this one, which shows nothing without the token. A request for a
foreign Host (DNS rebinding) gets nothing at all.
"""

import hmac
from collections.abc import Mapping
from urllib.parse import urlsplit

LOOPBACK = ("127.0.0.1", "localhost", "::1")
OF_BROWSERS = (b"origin", b"referer", b"sec-fetch-site", b"sec-fetch-mode", b"sec-fetch-dest")
Head = Mapping[bytes, bytes]  # headers by their lower-case names


def is_known_host(head: Head, port: int) -> bool:
    """Whether the Host header names this machine and our port."""
    try:
        found = urlsplit(f"//{_text(head, b'host')}")
        return found.hostname in LOOPBACK and found.port == port
    except ValueError:
        return False


def is_our_page(head: Head) -> bool:
    """Whether the browser's headers, if any, say that the request is from our own page."""
    if _text(head, b"sec-fetch-site") not in ("", "none", "same-origin"):
        return False
    origin = _text(head, b"origin")
    return origin in ("", f"http://{_text(head, b'host')}")


def is_program(head: Head) -> bool:
    """Whether it isn't a browser: it sends none of the headers that all browsers send."""
    return not any(name in head for name in OF_BROWSERS)


def has_token(head: Head, token: str) -> bool:
    """Whether the header is `Bearer` with the token. False if no token is set."""
    given = head.get(b"authorization", b"")
    return bool(token) and hmac.compare_digest(given, f"Bearer {token}".encode())


def _text(head: Head, name: bytes) -> str:
    return head.get(name, b"").decode("latin-1")
