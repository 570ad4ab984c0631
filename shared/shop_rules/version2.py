"""Where version 2 of the API differs from version 1, and its responses.

In version 2 money is {"amount": cents, "currency": "EUR"}, and an order's lines are a resource of
their own. version2_places.py says where that is, by operation; no code here names an operation.
"""

import json
import re
from collections.abc import Sequence
from typing import Any, NamedTuple

from . import version2_places, versions
from .pricing import CURRENCY

Tree = dict[str, Any]  # {field, or * for each item: a Tree, or "money", "link", or "apart"}


class Operation(NamedTuple):
    """One that differs. Paths are below the base URL."""

    method: str
    pattern: re.Pattern[str]  # its first group leads to the resource in version 1
    body: Tree  # where a request has money
    answer: Tree
    part: str  # the field of that resource that this one is; "" if it is all of it


def _tree(places: Sequence[str]) -> Tree:
    tree: Tree = {}
    for place in places:
        path, _, kind = place.partition(" ")
        *above, last = path.split("/")
        node = tree
        for name in above:
            node = node.setdefault(name, {})
        node[last] = kind
    return tree


def _operation(name: str) -> Operation:
    method, _, path = name.partition(" ")
    part = version2_places.PARTS.get(name, "")
    whole = path.removesuffix(f"/{part}") if part else path
    form = "(" + re.sub(r"\{\w+\}", "[^/]+", whole) + ")" + path.removeprefix(whole)
    body = _tree(version2_places.BODIES.get(name, ()))
    return Operation(method, re.compile(form), body, _tree(version2_places.ANSWERS[name]), part)


# A fixed path wins over one with an id in that place.
NAMES = sorted(version2_places.ANSWERS, key=lambda name: name.count("{"))
OPERATIONS = [_operation(name) for name in NAMES]
SAME = Operation("", re.compile(""), {}, {}, "")  # as in version 1


def operation(method: str, path: str) -> Operation:
    """The operation that differs in version 2, or SAME."""
    for one in OPERATIONS:
        if one.pattern.fullmatch(path) and one.method == ("GET" if method == "HEAD" else method):
            return one
    return SAME


def path_of_v1(path: str) -> str:
    """Where version 1 has this: /orders/…/lines is a part of /orders/…, whatever the method."""
    parts = (one.pattern.fullmatch(path) for one in OPERATIONS if one.part)
    return next((match[1] for match in parts if match), path)


# --8<-- [start:answer]
def answer(operation: Operation, content: bytes) -> bytes:
    """A success (JSON) in version 2."""
    whole = json.loads(content)
    if operation.part:
        whole["data"] = whole["data"][operation.part]
    adapt(whole, operation.answer)
    return json.dumps(whole).encode()


# --8<-- [end:answer]
def adapt(value: Any, tree: Tree) -> None:
    """Change what is at the tree's places."""
    if isinstance(value, list):
        for item in value:
            adapt(item, tree["*"])
        return
    currency = value.pop("currency", CURRENCY) if "money" in tree.values() else CURRENCY
    for name, below in tree.items():
        if value.get(name) is None:
            continue
        if below == "apart":
            del value[name]
        elif below == "money":
            value[name] = {"amount": value[name], "currency": currency}
        elif below == "link":
            value[name] = value[name].replace(versions.V1, versions.V2, 1)
        else:
            adapt(value[name], below)
