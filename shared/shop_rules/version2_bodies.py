"""Request bodies of version 2 as version 1 has them, and what is wrong with them.

In version 2 money is {"amount": cents, "currency": "EUR"}; version 1 has the cents, and the
currency beside them.
"""

import json
from typing import Any

from . import json_bodies, problems
from .errors import Malformed
from .problems import Fault
from .version2 import Operation, Tree

Path = tuple[str | int, ...]
Said = dict[str, list[Fault]]  # {a pointer of version 1: what version 2 says; no detail: the same}

NEEDED, UNKNOWN = "Field required", "Extra inputs are not permitted"
NOT_MONEY = "Money is an object with an amount and a currency"
ONE_CURRENCY = "All money in one object has the same currency"


def body(operation: Operation, content: bytes) -> tuple[bytes, Said]:
    """A request's body as version 1 has it, and how to word what version 1 may say about it.

    What is wrong with it in version 2 is not refused here, since another check may come first. It
    becomes {}, which no field for cents takes, and `said` keeps the reason. What can't be read as
    JSON stays as it is.
    """
    if not operation.body:
        return content, {}
    said: Said = {}
    # --8<-- [start:body]
    try:
        value = json_bodies.parsed(content)
        _body(value, operation.body, (), said)
        text = json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    except (Malformed, ValueError):  # ValueError: 1e400 is valid JSON, and no field takes it
        return content, {}
    return text.encode("utf-8", "backslashreplace"), said  # half a surrogate pair, escaped
    # --8<-- [end:body]


def _body(value: Any, tree: Tree, path: Path, said: Said) -> None:
    if isinstance(value, list):
        for number, item in enumerate(value):
            _body(item, tree.get("*", {}), (*path, number), said)
    if not isinstance(value, dict):
        return
    if "currency" in value and "money" in tree.values():  # version 1's own
        value["currency"] = {}
        said[problems.pointer((*path, "currency"))] = [_fault(UNKNOWN, *path, "currency")]
    for name, below in tree.items():
        if name in value and below == "money":
            _money(value, name, path, said)
        elif name in value:
            _body(value[name], below, (*path, name), said)


def _money(value: dict[str, Any], name: str, path: Path, said: Said) -> None:
    """Replace the money by cents beside a currency."""
    money, here, beside = value[name], (*path, name), problems.pointer((*path, "currency"))
    if not isinstance(money, dict):
        faults = [_fault(NOT_MONEY, *here)]
    else:
        faults = [_fault(NEEDED, *here, key) for key in ("amount", "currency") if key not in money]
        faults += [_fault(UNKNOWN, *here, key) for key in money.keys() - {"amount", "currency"}]
        if not faults and value.get("currency", money["currency"]) not in ({}, money["currency"]):
            faults = [_fault(ONE_CURRENCY, *here, "currency")]
    said[problems.pointer(here)] = faults or [_fault("", *here, "amount")]
    value[name] = {} if faults else money["amount"]
    if not faults and beside not in said:
        value["currency"], said[beside] = money["currency"], [_fault("", *here, "currency")]


def _fault(detail: str, *path: str | int) -> Fault:
    return {"pointer": problems.pointer(path), "detail": detail}


def faults(errors: list[Fault], said: Said) -> list[Fault]:
    """What version 1 found wrong with a body, as version 2 says it."""
    found: list[Fault] = []
    for error in errors:
        for fault in said.get(error["pointer"], [error]):
            found.append({**fault, "detail": fault["detail"] or error["detail"]})
    return found[: problems.MOST_LISTED]
