"""A browser at the shop: it keeps cookies, and sends them to the paths that they are for."""

from typing import NamedTuple
from urllib.parse import urlsplit

from requests.cookies import RequestsCookieJar

from .client import Shop

BY_COOKIE = {"session": "cookie"}
MEANT = {"X-Shop-Session": "cookie"}
MONTH = 30 * 24 * 3600


class SetCookie(NamedTuple):
    name: str
    value: str
    attributes: dict  # {name in lower case: value}


class Browser(Shop):
    """jar: the cookies of another browser at the same machine, to be this one's as well."""

    def __init__(self, shop, jar=None):
        super().__init__(shop.url)
        self.jar = RequestsCookieJar() if jar is None else jar

    def sign_in(self, person, **more):
        wanted = {"email": person.email, "password": person.password, **BY_COOKIE}
        return self.call("POST", "/tokens", json=wanted | more)

    def refresh(self, headers=MEANT):
        return self.call("POST", "/tokens/refresh", json=BY_COOKIE, headers=headers)

    def sign_out(self, headers=MEANT, **more):
        return self.call("DELETE", "/tokens/current", headers=headers, **more)

    def _session(self):
        session = super()._session()
        session.cookies = self.jar
        return session


def cookie_name(shop):
    """What the cookie of the shop at this address is called."""
    url = urlsplit(shop.url)
    port = url.port or {"http": 80, "https": 443}[url.scheme]
    return f"__Secure-shop_{port}" if url.scheme == "https" else f"shop_{port}"


def cookie_scope(shop):
    """The attributes of the cookie of the shop at this address, without its time."""
    url = urlsplit(shop.url)
    scope = {"httponly": "", "samesite": "Strict", "path": f"{url.path}/tokens"}
    return scope | ({"secure": ""} if url.scheme == "https" else {})


def set_cookie(response):
    """What the one Set-Cookie header of an answer says; None if there is no such header."""
    lines = response.raw.headers.getlist("Set-Cookie")
    assert len(lines) <= 1, lines
    return parsed(lines[0]) if lines else None


def parsed(line):
    """What a Set-Cookie header says."""
    (name, value), *attributes = [part.strip().partition("=")[::2] for part in line.split(";")]
    return SetCookie(name, value, {name.lower(): value for name, value in attributes})


def sent(shop, *values):
    """The headers of a request about a session whose cookie has this value (or these)."""
    pairs = "; ".join(f"{cookie_name(shop)}={value}" for value in values)
    return {**MEANT, "Cookie": pairs}
