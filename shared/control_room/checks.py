"""Who may ask the control room for what: ADR 51.

A browser says where a request comes from (Origin, Sec-Fetch-Site) and programs don't. A page of
another site may at most open this one, which shows nothing without the token. Under a foreign Host
(DNS rebinding) there is nothing at all.
"""

import hmac
from collections.abc import Mapping
from urllib.parse import urlsplit

LOOPBACK = ("127.0.0.1", "localhost", "::1")
OF_BROWSERS = (b"origin", b"referer", b"sec-fetch-site", b"sec-fetch-mode", b"sec-fetch-dest")
Head = Mapping[bytes, bytes]  # headers by their small names


def is_known_host(head: Head, port: int) -> bool:
    """Named as on this machine, with our port."""
    try:
        found = urlsplit(f"//{_text(head, b'host')}")
        return found.hostname in LOOPBACK and found.port == port
    except ValueError:
        return False


def is_our_page(head: Head) -> bool:
    """Not from a page of another site, as far as the browser says where it comes from."""
    if _text(head, b"sec-fetch-site") not in ("", "none", "same-origin"):
        return False
    origin = _text(head, b"origin")
    return origin in ("", f"http://{_text(head, b'host')}")


def is_program(head: Head) -> bool:
    """No browser: it sends none of what all browsers send with a page's requests."""
    return not any(name in head for name in OF_BROWSERS)


def has_token(head: Head, token: str) -> bool:
    """Whether the header is `Bearer` and the token. False if no token is set."""
    given = head.get(b"authorization", b"")
    return bool(token) and hmac.compare_digest(given, f"Bearer {token}".encode())


def _text(head: Head, name: bytes) -> str:
    return head.get(name, b"").decode("latin-1")
