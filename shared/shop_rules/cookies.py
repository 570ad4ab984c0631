"""The cookie in which a browser keeps its refresh token, out of reach of every script (RFC 6265).

A browser sends a cookie to all ports of a host. The name includes the port, so that several shops
on one host don't overwrite each other's cookies.
"""

import re
from typing import NamedTuple
from urllib.parse import urlsplit

from . import tokens
from .errors import Unauthenticated

HEADER, MEANT = "X-Shop-Session", "cookie"
_PORTS = {"http": 80, "https": 443}
_TOKEN = re.compile(r"[!-~]{1,500}")


class SessionCookie(NamedTuple):
    name: str
    path: str
    is_secure: bool  # sent over TLS only

    def holding(self, refresh_token: str) -> str:
        """The Set-Cookie header that stores the token until it expires."""
        return self._set(refresh_token, tokens.REFRESH_SECONDS)

    def deleted(self) -> str:
        """The Set-Cookie header that makes the browser delete the cookie."""
        return self._set("", 0)

    # --8<-- [start:token]
    def token(self, meant: str | None, sent: str | None) -> str:
        """The refresh token in a request. meant, sent: its headers X-Shop-Session and Cookie.

        401 without `X-Shop-Session: cookie`: a page of another origin can't send that header
        without a CORS preflight, which the shop never answers (OWASP, CSRF Prevention Cheat Sheet).
        401 also if the cookie comes twice: another port of the host may have set the second one.
        """
        if meant != MEANT:
            raise Unauthenticated(f"To use the session cookie, send {HEADER}: {MEANT}.")
        pairs = [pair.strip().partition("=") for pair in (sent or "").split(";")]
        values = [value for name, _, value in pairs if name == self.name]
        if len(values) != 1 or not _TOKEN.fullmatch(values[0]):
            raise Unauthenticated("There is no session cookie, or more than one.")
        return values[0]

    # --8<-- [end:token]
    def _set(self, value: str, seconds: int) -> str:
        scope = f"{self.name}={value}; HttpOnly; Max-Age={seconds}; Path={self.path}"
        return f"{scope}; SameSite=Strict" + ("; Secure" if self.is_secure else "")


def of_shop(public_url: str, port: int, base: str) -> SessionCookie:
    """The cookie of the shop at public_url; if that is "", of the shop at that port of any host.

    base: the contract's path. The prefix is `__Secure-` and not `__Host-`, which demands Path=/:
    then every request would carry the token.
    """
    url = urlsplit(public_url or f"{'https' if port == _PORTS['https'] else 'http'}://shop:{port}")
    is_secure = url.scheme == "https"
    name = f"{'__Secure-' if is_secure else ''}shop_{url.port or _PORTS[url.scheme]}"
    return SessionCookie(name, f"{url.path}{base}/tokens", is_secure)
