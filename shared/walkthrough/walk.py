"""Sends one step after another to a running shop, and prints each."""

import base64
import json
import os
import time
from collections.abc import Callable, Collection
from pathlib import Path
from typing import Any, NoReturn, Unpack

from local import whole
from local.client import running
from local.data import Data
from local.refusal import Refusal
from local.shapes import SignIn
from local.which import named
from shop_rules.tokens import Claims

from . import page
from .request import Answer, Asked, More, send

SETTLED = 30  # seconds: openapi.yaml's bound for a notification, the slowest step
PAUSE = 0.2  # seconds between two polls
Until = Callable[[Any], object]  # called with a response's data


class Walk:
    def __init__(self, data: Data, name: str, silent: bool = False) -> None:
        """name: of the folder for tokens and ETags. silent: print nothing."""
        self.address = running(data)["address"]
        self.stage = named(data.stage, os.environ.get("DATA"))
        self.people: dict[str, SignIn] = data.read("sign-ins.json")
        self._silent, self._steps = silent, 0
        self._folder = Path(os.path.relpath(data.path)) / "walkthrough" / name
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)

    def file(self, name: str) -> Path:
        return self._folder / name

    def step(
        self,
        title: str,
        what: str,
        shows: Collection[str] = (),
        status: int = 200,
        until: Until | None = None,
        **more: Unpack[More],
    ) -> Any:
        """Send a request, and return the response's data. what: "GET /products".

        status: the expected one. until(data): poll until that is true; a 404 means not yet.
        """
        method, path = what.split()
        asked = Asked(method, self.address + path, **more)
        self._steps += 1
        if not self._silent:
            page.show_step(self._steps, title, asked)
        answer, times = self._answer(asked, status, until)
        if not self._silent:
            remark = f"(after {times} requests)" if times > 1 else ""
            page.show_answer(answer, shows, remark)
        return answer.content.get("data", answer.content)

    def sign_in(self, role: str) -> tuple[Path, str]:
        """(file with the Authorization header, the user's id)"""
        who = self.people[role]
        body = {"email": who["email"], "password": who["password"]}
        title = f"Sign in as {role}. The answer holds a token that is good for 15 minutes."
        shows = ("access_token", "expires_in")
        token = self.step(title, "POST /tokens", shows, 201, body=body)["access_token"]
        header = self.file("token")
        whole.write(header, f"Authorization: Bearer {token}\n")
        if not self._silent:
            page.show_remark(f"It is kept in {header}, which the next requests send.")
        return header, _claims(token)["sub"]

    def _answer(self, asked: Asked, status: int, until: Until | None) -> tuple[Answer, int]:
        deadline, times = time.monotonic() + SETTLED, 0
        while True:
            answer, times = self._send(asked), times + 1
            data = answer.content.get("data", answer.content)
            if answer.status == status and (until is None or until(data)):
                return answer, times
            if until is None or answer.status not in (status, 404):
                _refuse(asked, answer)
            if time.monotonic() > deadline:
                raise Refusal(f"{asked.url}: not settled after {SETTLED} s. {self._look()}")
            time.sleep(PAUSE)

    def _look(self) -> str:
        return f"Is a part of the shop down? make ps {self.stage}"

    def _send(self, asked: Asked) -> Answer:
        try:
            return send(asked)
        except OSError as error:
            raise Refusal(f"{asked.url} does not answer ({error}). {self._look()}") from None


def _claims(token: str) -> Claims:
    """An access token's claims: its middle part (RFC 7519, section 3)."""
    middle = token.split(".")[1]
    return json.loads(base64.urlsafe_b64decode(middle + "=" * (-len(middle) % 4)))


def _refuse(asked: Asked, answer: Answer) -> NoReturn:
    why = answer.content.get("detail", "not what this walkthrough expects")
    raise Refusal(f"{asked.method} {asked.url} was answered with {answer.title}: {why}")
