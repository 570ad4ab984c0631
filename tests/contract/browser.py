"""A simulated browser: it stores cookies, and sends them to their paths."""

from typing import NamedTuple
from urllib.parse import urlsplit

from requests import Response, Session
from requests.cookies import RequestsCookieJar

from .client import Headers, Person, Shop

BY_COOKIE = {"session": "cookie"}
MEANT = {"X-Shop-Session": "cookie"}
MONTH = 30 * 24 * 3600


class SetCookie(NamedTuple):
    name: str
    value: str
    attributes: dict[str, str]  # by their names in lower case


class Browser(Shop):
    """jar: another browser's cookies on the same machine, to share them."""

    def __init__(self, shop: Shop, jar: RequestsCookieJar | None = None) -> None:
        super().__init__(shop.url)
        self.jar = RequestsCookieJar() if jar is None else jar

    def sign_in(self, person: Person, **more: object) -> Response:
        known = {"email": person.email, "password": person.password}
        return self.call("POST", "/tokens", json={**known, **BY_COOKIE, **more})

    def refresh(self, headers: Headers = MEANT) -> Response:
        return self.call("POST", "/tokens/refresh", json=BY_COOKIE, headers=headers)

    def sign_out(self, headers: Headers = MEANT, token: str | None = None) -> Response:
        return self.call("DELETE", "/tokens/current", headers=headers, token=token)

    def _session(self) -> Session:
        session = super()._session()
        session.cookies = self.jar
        return session


def cookie_name(shop: Shop) -> str:
    """The cookie's name, for the shop at this address."""
    url = urlsplit(shop.url)
    port = url.port or {"http": 80, "https": 443}[url.scheme]
    return f"__Secure-shop_{port}" if url.scheme == "https" else f"shop_{port}"


def cookie_scope(shop: Shop) -> dict[str, str]:
    """The cookie's attributes, without its lifetime, for the shop at this address."""
    url = urlsplit(shop.url)
    scope = {"httponly": "", "samesite": "Strict", "path": f"{url.path}/tokens"}
    return scope | ({"secure": ""} if url.scheme == "https" else {})


def set_cookie(response: Response) -> SetCookie | None:
    """The response's one Set-Cookie header, parsed; None if there is none."""
    lines = response.raw.headers.getlist("Set-Cookie")
    assert len(lines) <= 1, lines
    return parsed(lines[0]) if lines else None


def parsed(line: str) -> SetCookie:
    """A parsed Set-Cookie header."""
    (name, value), *attributes = [part.strip().partition("=")[::2] for part in line.split(";")]
    return SetCookie(name, value, {name.lower(): value for name, value in attributes})


def sent(shop: Shop, *values: str) -> dict[str, str]:
    """The headers of a request that sends the session cookie with this value (or these)."""
    pairs = "; ".join(f"{cookie_name(shop)}={value}" for value in values)
    return {**MEANT, "Cookie": pairs}
