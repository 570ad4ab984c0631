"""Requests that name a version of the API, or none, in each of the ways there are."""

import re
from typing import Any

from .client import NOTHING, Person, Response, Shop
from .steps import unique

BOTH = ("1", "2")


class Ways:
    """A person at the root of the API, without a version."""

    def __init__(self, person: Person) -> None:
        self.person = person
        self.root = Shop(re.sub(r"/v[0-9]+$", "", person.shop.url))

    def call(
        self,
        method: str,
        path: str,
        base: str = "",
        header: str | None = None,
        parameter: str | None = None,
        json: object = NOTHING,
        headers: dict[str, str] | None = None,
    ) -> Response:
        """base: "/v1", "/v2", or nothing. header, parameter: the version that they name."""
        named = {"Api-Version": header} if header else {}
        return self.root.call(
            method,
            base + path,
            json=json,
            token=self.person.token,
            headers={**(headers or {}), **named},
            params={"version": parameter} if parameter else None,
        )

    def url(self, version: str, method: str, path: str, **how: Any) -> Response:
        """The version named in the URL."""
        return self.call(method, path, f"/v{version}", **how)


def a_body_of(version: str) -> dict[str, object]:
    """A valid product, as that version writes it."""
    price = 700 if version == "1" else {"amount": 700, "currency": "EUR"}
    return {"name": unique("Mug"), "category": "tests", "price": price}
