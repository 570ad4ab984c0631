"""Who talks to the shop: the shop itself, as an address, and a person signed in to it."""

import json as json_text
import threading
from http.cookiejar import DefaultCookiePolicy

import requests

TIMEOUT_SECONDS = 60
NOTHING = object()  # no body at all; json=None is the body "null"


class Shop:
    """A shop at its base URL, which ends in /api/v1."""

    def __init__(self, url):
        self.url = url.rstrip("/")
        self._local = threading.local()

    def call(self, method, path, *, token=None, json=NOTHING, data=None, headers=None, params=None):
        """One request as it is written here: no redirect is followed, nothing is tried twice."""
        headers = dict(headers or {})
        if token is not None:
            headers.setdefault("Authorization", f"Bearer {token}")
        body = {"data": data} if json is NOTHING else _as_json(json, headers)
        return self._session().request(
            method,
            self.url + path,
            headers=headers,
            params=params,
            timeout=TIMEOUT_SECONDS,
            allow_redirects=False,
            **body,
        )

    def _session(self):
        if not hasattr(self._local, "session"):
            self._local.session = requests.Session()
            self._local.session.trust_env = False  # no proxy, no .netrc
            self._local.session.cookies.set_policy(DefaultCookiePolicy(allowed_domains=()))
        return self._local.session


def _as_json(value, headers):
    """requests' own json= would send nothing for None, {} and []."""
    headers.setdefault("Content-Type", "application/json")
    return {"data": json_text.dumps(value).encode()}


class Person:
    """Somebody at the shop; without a token, anybody."""

    def __init__(
        self, shop, id=None, email=None, password=None, name=None, token=None, refresh_token=None
    ):
        self.shop = shop
        self.id = id
        self.email = email
        self.password = password
        self.name = name
        self.token = token
        self.refresh_token = refresh_token

    @property
    def path(self):
        return f"/users/{self.id}"

    def call(self, method, path, **more):
        return self.shop.call(method, path, **{"token": self.token, **more})

    def get(self, path, json=NOTHING, **more):
        return self.call("GET", path, json=json, **more)

    def head(self, path, json=NOTHING, **more):
        return self.call("HEAD", path, json=json, **more)

    def post(self, path, json=NOTHING, **more):
        return self.call("POST", path, json=json, **more)

    def put(self, path, json=NOTHING, **more):
        return self.call("PUT", path, json=json, **more)

    def delete(self, path, json=NOTHING, **more):
        return self.call("DELETE", path, json=json, **more)
