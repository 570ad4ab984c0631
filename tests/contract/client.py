"""HTTP clients: a shop at its base URL, and a person signed in to it."""

import json as json_text
import threading
from collections.abc import Iterable, Mapping
from http.cookiejar import DefaultCookiePolicy
from typing import TypedDict, Unpack

import requests

from shop_rules.shapes import UserId

TIMEOUT_SECONDS = 60
NOTHING = object()  # no body at all; json=None is the body "null"


Sent = requests.PreparedRequest
Response = requests.Response
Headers = Mapping[str, str]
Params = Mapping[str, str | int]


class How(TypedDict, total=False):
    """The parts of a request besides its path and its JSON body."""

    token: str | None
    data: bytes | str | Iterable[bytes] | None
    headers: Headers | None
    params: Params | None


class Shop:
    """A shop at its base URL, which ends in /api/v1 or /api/v2."""

    def __init__(self, url: str) -> None:
        self.url = url.rstrip("/")
        self._local = threading.local()

    def call(
        self, method: str, path: str, *, json: object = NOTHING, **how: Unpack[How]
    ) -> Response:
        """Send one request, without redirects and without retries."""
        headers, token = dict(how.get("headers") or {}), how.get("token")
        if token is not None:
            headers.setdefault("Authorization", f"Bearer {token}")
        return self._session().request(
            method,
            self.url + path,
            data=how.get("data") if json is NOTHING else _as_json(json, headers),
            headers=headers,
            params=how.get("params"),
            timeout=TIMEOUT_SECONDS,
            allow_redirects=False,
        )

    def _session(self) -> requests.Session:
        if not hasattr(self._local, "session"):
            session = requests.Session()
            session.trust_env = False  # no proxy, no .netrc
            session.cookies.set_policy(DefaultCookiePolicy(allowed_domains=()))
            self._local.session = session
        return self._local.session


def _as_json(value: object, headers: dict[str, str]) -> bytes:
    """The body as JSON. requests' own json= would send no body for None, {} and []."""
    headers.setdefault("Content-Type", "application/json")
    return json_text.dumps(value).encode()


class Person:
    """A user of the shop, or without a token, an anonymous visitor."""

    def __init__(
        self,
        shop: Shop,
        id: UserId | None = None,
        email: str | None = None,
        password: str | None = None,
        name: str | None = None,
        token: str | None = None,
        refresh_token: str | None = None,
    ) -> None:
        self.shop = shop
        self.id = id
        self.email = email
        self.password = password
        self.name = name
        self.token = token
        self.refresh_token = refresh_token

    @property
    def path(self) -> str:
        return f"/users/{self.id}"

    def in_version(self, number: int) -> "Person":
        """The same person in another version of the API: tokens work in all."""
        shop = Shop(f"{self.shop.url[:-1]}{number}")
        return Person(shop, self.id, self.email, self.password, self.name, self.token)

    def call(self, method: str, path: str, json: object = NOTHING, **how: Unpack[How]) -> Response:
        how.setdefault("token", self.token)
        return self.shop.call(method, path, json=json, **how)

    def get(self, path: str, json: object = NOTHING, **how: Unpack[How]) -> Response:
        return self.call("GET", path, json, **how)

    def head(self, path: str, json: object = NOTHING, **how: Unpack[How]) -> Response:
        return self.call("HEAD", path, json, **how)

    def post(self, path: str, json: object = NOTHING, **how: Unpack[How]) -> Response:
        return self.call("POST", path, json, **how)

    def put(self, path: str, json: object = NOTHING, **how: Unpack[How]) -> Response:
        return self.call("PUT", path, json, **how)

    def delete(self, path: str, json: object = NOTHING, **how: Unpack[How]) -> Response:
        return self.call("DELETE", path, json, **how)
