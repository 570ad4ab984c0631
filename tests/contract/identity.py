"""The suite's client of the OpenID provider: people there, their browsers, and its switches."""

from typing import NamedTuple
from urllib.parse import parse_qs, urlencode, urlsplit, urlunsplit

import requests

from .client import Person, Response, Shop
from .forms import Json
from .steps import accepted, claims, unique, unless_busy

TIMEOUT_SECONDS = 30
PROVIDER = "example"


class Answer(NamedTuple):
    """What the provider sent back by way of the browser."""

    state: str
    code: str

    @property
    def body(self) -> dict[str, object]:
        return self._asdict()


class Someone(NamedTuple):
    """A person at the provider."""

    subject: str
    email: str


class IdentityProvider:
    def __init__(self, issuer: str, shop: Shop) -> None:
        self.issuer = issuer
        self.shop = shop
        self.is_switched = False
        site = urlsplit(shop.url)
        self.redirect_uri = f"http://127.0.0.1:{site.port}/signed-in"

    def someone(self, **more: object) -> Someone:
        """A new person, by default with a verified e-mail. more: their claims, and `lie`."""
        subject = unique("someone")
        person = Someone(subject, str(more.get("email", f"{subject}@example.org")))
        self.put(person, **{"name": "Ada Lovelace", **more})
        return person

    def put(self, person: Someone, **more: object) -> None:
        """Tell the provider about a person. more: claims."""
        given = {"email": person.email, "email_verified": True, **more}
        self._call("PUT", f"/users/{person.subject}", json=given)

    def begin(self, redirect_uri: str | None = None) -> Json:
        """{authorization_url, state}"""
        return accepted(self.begun(redirect_uri=redirect_uri or self.redirect_uri), 201)

    def begun(self, **fields: object) -> Response:
        body = {"provider": PROVIDER, "redirect_uri": self.redirect_uri} | fields
        return unless_busy(lambda: self.shop.call("POST", "/authorizations", json=body))

    def consent(self, url: str, person: Someone, **changed: str) -> Answer:
        """The person signs in at the authorization URL. changed: parameters of it."""
        where = urlsplit(url)
        query = {name: values[0] for name, values in parse_qs(where.query).items()} | changed
        sent = urlunsplit(where._replace(query=urlencode(query)))
        answer = requests.post(
            sent, data={"sub": person.subject}, timeout=TIMEOUT_SECONDS, allow_redirects=False
        )
        assert answer.status_code in (302, 303), answer.text
        back = urlsplit(answer.headers["Location"])
        assert urlunsplit(back._replace(query="")) == query["redirect_uri"]
        returned = {name: values[0] for name, values in parse_qs(back.query).items()}
        assert returned["state"] == query["state"]
        return Answer(returned["state"], returned["code"])

    def answer(self, person: Someone) -> Answer:
        """All the way to the browser's return, for a person who has just begun."""
        return self.consent(self.begin()["authorization_url"], person)

    def sign_in(self, answer: Answer, **more: object) -> Response:
        return self.shop.call("POST", "/tokens", json=answer.body | more)

    def signed_in(self, person: Someone) -> Person:
        tokens = accepted(self.sign_in(self.answer(person)), 201)
        access = tokens["access_token"]
        found = Person(self.shop, claims(access)["sub"], person.email, token=access)
        found.refresh_token = tokens["refresh_token"]
        return found

    def switch(self, **switches: object) -> None:
        self.is_switched = True
        self._call("POST", "/sandbox/switches", json=switches)

    def reset_switches(self) -> None:
        self._call("DELETE", "/sandbox/switches")

    def _call(self, method: str, path: str, json: Json = None) -> None:
        with requests.Session() as session:
            session.trust_env = False
            url = self.issuer + path
            session.request(method, url, json=json, timeout=TIMEOUT_SECONDS).raise_for_status()
