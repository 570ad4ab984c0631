"""One request and its response, between the version a client asked for and the routes.

The routes know version 1 only. Each stage has one adapter, which hands everything through this.
"""

import json
from collections.abc import Iterable

from . import problems, version2, version2_bodies, versions
from .versions import Asked, Pair

PROBLEM, JSON = "application/problem+json", "application/json"


class Exchange:
    def __init__(self, asked: Asked, method: str) -> None:
        """asked.path: percent-encoded, as the response may show it."""
        self.asked = asked
        self._is_v2 = asked.version == "2"
        self._operation = version2.operation(method, asked.path) if self._is_v2 else version2.SAME
        self._said: version2_bodies.Said = {}

    def path(self, path: str) -> str:
        """Where the routes have it: a path below the base URL, decoded as this stage does."""
        return version2.path_of_v1(path) if self._is_v2 else path

    @property
    def is_v1_by_url(self) -> bool:
        """True for a request of before there was a version 2: bodies stay as they are."""
        return self.asked.base == versions.V1

    @property
    def has_money(self) -> bool:
        """True if the request's body has to be adapted."""
        return bool(self._operation.body)

    def condition(self, name: str, value: str) -> str:
        """A request header's value as the routes know it."""
        is_tag = self._is_v2 and name.lower() in versions.CONDITIONS
        return versions.condition(value) if is_tag else value

    def body(self, content: bytes) -> bytes:
        """The request's body as the routes know it."""
        content, self._said = version2_bodies.body(self._operation, content)
        return content

    def headers(self, sent: Iterable[Pair], public_url: str, sunset: str) -> list[Pair]:
        """The response's headers. sunset: the end of version 1, as versions.sunset returns it."""
        return list(versions.headers(self.asked, sent, public_url, sunset))

    # --8<-- [start:content]
    def content(self, media_type: str, content: bytes, prefix: str = "") -> bytes:
        """The response's body. prefix: PUBLIC_URL's path, for a problem's `instance`."""
        if not content or self.is_v1_by_url:
            return content  # the answer to a HEAD has none
        if media_type.startswith(PROBLEM):
            return self._problem(json.loads(content), prefix)
        if media_type.startswith(JSON) and self._operation.answer:
            return version2.answer(self._operation, content)
        return content

    # --8<-- [end:content]
    def _problem(self, problem: problems.Problem, prefix: str) -> bytes:
        problem["instance"] = problems.instance(f"{prefix}{self.asked.base}{self.asked.path}")
        if "errors" in problem:
            problem["errors"] = version2_bodies.faults(problem["errors"], self._said)
        return json.dumps(problem).encode()
