"""Hook: each call to AWS is a span, by botocore's events.

For each write it contains the table, the key if that is an id, and the status.
https://botocore.amazonaws.com/v1/documentation/api/latest/topics/events.html
"""

import re
from collections.abc import Iterator, Mapping
from contextlib import nullcontext
from typing import Any

from spans import messages, recording, rows
from spans.span import CLIENT, Attributes

from . import aws
from .config import config

KEYS = ("id", "order_id", "product_id", "pk", "user_id")  # the first of them that an item has
OF_ORDERS = ("orders", "payments")  # whose key is the order's id
STOCK = "inventory"
WRITES = ("Put", "Update", "Delete")
SUM = re.compile(r"#(\w+) = #\1 \+ :(\w+)")
OF_MESSAGES = {"SendMessage"}  # their senders make the spans


def begin() -> None:
    """Hook into every client of this process."""
    session = aws._session()
    session.register("provide-client-params", _noted)
    session.register("before-call", _begun)
    session.register("after-call", _ended)
    session.register("after-call-error", _failed)


def _noted(params: dict[str, Any], context: dict[str, Any], **_: object) -> None:
    context["asked"] = params
    traceparent = recording.traceparent()
    for what in _of_stock(params) if traceparent else ():
        _carry(what, {"S": traceparent})


def _of_stock(params: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """The writes to the table whose stream contains only keys: its consumer reads the item, and
    finds the trace there."""
    for item in params.get("TransactItems", ()):
        yield from (what for what in item.values() if _table(what["TableName"]) == STOCK)


def _carry(what: dict[str, Any], traceparent: Mapping[str, Any]) -> None:
    """Only what sets something; a call that is made again carries it already."""
    values = what.get("ExpressionAttributeValues", {})
    if what.get("UpdateExpression", "").startswith("SET ") and ":traceparent" not in values:
        what["UpdateExpression"] += ", #traceparent = :traceparent"
        what["ExpressionAttributeNames"]["#traceparent"] = "traceparent"
        values[":traceparent"] = traceparent


def _begun(model: Any, context: dict[str, Any], **_: object) -> None:
    """Begin the call's span. A transaction already has one, which db.py names."""
    transaction, said = recording.in_transaction(), _said(model, context)
    if transaction:
        transaction.say(said)
        context["span"] = nullcontext(), transaction
    elif model.name not in OF_MESSAGES:
        name = f"{model.name} {said.get('db.collection.name') or ''}".rstrip()
        around = recording.step(name, CLIENT, said)
        context["span"] = around, around.__enter__()


def _ended(http_response: Any, parsed: Any, context: dict[str, Any], **_: object) -> None:
    around, made = context.pop("span", (nullcontext(), None))
    if made and made.attributes.get("db.collection.name") == STOCK:
        messages.adopt(parsed.get("Item", {}).get("traceparent", {}).get("S"))
    if made and http_response.status_code < 300:
        made.rows += list(written(context.get("asked", {})))
        made.say({"shop.rows": rows.told(made.rows)})
        for row in made.rows:
            if row["table"] in OF_ORDERS:
                rows.follow(made, row.get("key"))
    elif made:
        made.error = made.attributes["error.type"] = str(http_response.status_code)
    around.__exit__(None, None, None)


def _failed(exception: Exception, context: dict[str, Any], **_: object) -> None:
    around, made = context.pop("span", (nullcontext(), None))
    if made:
        made.error = type(exception).__name__
    around.__exit__(None, None, None)


def _said(model: Any, context: Mapping[str, Any]) -> Attributes:
    service, operation = model.service_model.service_name, model.name
    if service != "dynamodb":
        return {"peer.service": service, "rpc.system": "aws-api", "rpc.method": operation}
    tables = set(_tables(context.get("asked", {})))
    one = tables.pop() if len(tables) == 1 else None
    said = {"db.system.name": "aws.dynamodb", "db.operation.name": operation}
    return {**said, "db.collection.name": one}


def _tables(asked: Mapping[str, Any]) -> Iterator[str]:
    if "TableName" in asked:
        yield _table(asked["TableName"])
    yield from map(_table, asked.get("RequestItems", {}))
    for item in asked.get("TransactItems", ()):
        for what in item.values():
            yield _table(what["TableName"])


def _table(name: str) -> str:
    """The shop's own name for the table: in the stack its name has a random suffix."""
    return next((ours for ours, theirs in config().tables.items() if theirs == name), name)


def written(asked: Mapping[str, Any]) -> Iterator[rows.Row]:
    """The rows that a call writes. asked: its parameters."""
    for item in asked.get("TransactItems", ()):
        yield from (_row(what) for kind, what in item.items() if kind in WRITES)
    if "Item" in asked or "UpdateExpression" in asked:
        yield _row(asked)


def _row(what: Mapping[str, Any]) -> rows.Row:
    """The row of a write. what: its parameters, in the wire format."""
    whole, values = what.get("Item", {}), what.get("ExpressionAttributeValues", {})
    key = what.get("Key") or whole
    found = [key[name].get("S", "") for name in KEYS if name in key]
    status = whole.get("status", {}).get("S") or values.get(":status", {}).get("S")
    added = {name: int(values[f":{by}"].get("N", 0)) for name, by in _sums(what)}
    status = status or rows.grown(added)
    return rows.row(_table(what["TableName"]), found[:1], status)


def _sums(what: Mapping[str, Any]) -> list[tuple[str, str]]:
    """[(attribute, the value's name)] of each `#x = #x + :y` in an update."""
    return SUM.findall(what.get("UpdateExpression", ""))
