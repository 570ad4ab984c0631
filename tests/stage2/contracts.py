"""Reads stage2-services/contracts, and holds an answer against one of them."""

import json
import re
from dataclasses import dataclass

from shop_rules.errors import ShopError

from .alone import SERVICES
from .callers import service_token

FOLDER = SERVICES / "contracts"
_REFUSALS = ShopError.__subclasses__()
# The example ids that the files use.
PRODUCT = "01935f00-0000-7000-8000-0000000000a1"
PERSON = "01935f00-0000-7000-8000-0000000000c1"
SESSION = "01935f00-0000-7000-8000-0000000000d1"


@dataclass(frozen=True)
class Promise:
    """One interaction. path: below /internal."""

    consumer: str
    provider: str
    name: str
    given: str
    method: str
    path: str
    body: object
    response: dict

    def __str__(self):
        return f"{self.consumer} {self.name}"

    @property
    def order(self):
        """The id of the order it is about: the first id in the path."""
        return re.search("[0-9a-f-]{36}", self.path)[0]

    def be_kept_by(self, neighbours):
        """Have the stand-ins answer so, and nothing else."""
        status, data = self.response["status"], self.response.get("data")
        if "problem" in self.response:
            data = next(kind for kind in _REFUSALS if kind.slug == self.response["problem"])()
        neighbours.answer(self.provider, self.method, self.path, status, data)

    def check(self, door, consumer=None):
        """Ask the provider, and compare."""
        token = service_token(consumer or self.consumer, self.provider)
        answer = door.ask(self.method, f"/internal{self.path}", token, json=self.body)
        content = answer.json() if answer.content else {}
        assert broken(self.response, answer.status_code, content) == []


def broken(expected, status, content):
    """What the real answer lacks of what is relied on, a line each."""
    if status != expected["status"]:
        return [f"{status} instead of {expected['status']}: {content}"]
    if "problem" in expected:
        slug = content["type"].rpartition(":")[2]
        return [] if slug == expected["problem"] else [f"{slug} instead of {expected['problem']}"]
    if "data" not in expected:
        return []
    return _lacking(expected["data"], content["data"], expected.get("equal", []), "data")


def _lacking(wanted, found, equal, where):
    """Each field, in its type; those named in `equal` in their value."""
    if where.rpartition(".")[2] in equal:
        return [] if found == wanted else [f"{where} is {found!r}, not {wanted!r}"]
    if type(found) is not type(wanted):
        return [f"{where} is {found!r}, which is no {type(wanted).__name__}"]
    if isinstance(wanted, dict):
        return [
            fault
            for name in wanted
            for fault in (
                _lacking(wanted[name], found[name], equal, f"{where}.{name}")
                if name in found
                else [f"{where}.{name} is missing"]
            )
        ]
    if isinstance(wanted, list) and wanted:
        several = [_lacking(wanted[0], each, equal, f"{where}[]") for each in found]
        return sum(several, []) if found else [f"{where} is empty"]
    return []


def all_of_them():
    files = [json.loads(file.read_text("utf-8")) for file in sorted(FOLDER.glob("*-*.json"))]
    return [
        Promise(
            **{name: file[name] for name in ("consumer", "provider")},
            **{name: one[name] for name in ("name", "given", "response")},
            **{name: one["request"].get(name) for name in ("method", "path", "body")},
        )
        for file in files
        for one in file["interactions"]
    ]


def promised_by(provider):
    return [promise for promise in all_of_them() if promise.provider == provider]


def events():
    """{stream: {producer, consumers: {service: [field it reads]}, told: an example}}"""
    return json.loads((FOLDER / "events.json").read_text("utf-8"))
