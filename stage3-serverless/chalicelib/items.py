"""Conversion of items between DynamoDB's wire format and Python. Numbers are integers here.

boto3 has a serializer too, but it makes decimals, and importing it takes a third of a cold start.
https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_AttributeValue.html
"""

import re
from collections.abc import Mapping
from typing import Any, overload

Item = dict[str, Any]  # each table has attributes of its own: its store knows which
Wire = dict[str, Any]  # a value as DynamoDB sends it, with its type: {"S": "text"}


def as_item(values: Mapping[str, object]) -> dict[str, Wire]:
    return {name: _as_wire(value) for name, value in values.items()}


@overload
def from_item(item: dict[str, Wire]) -> Item: ...
@overload
def from_item(item: None) -> None: ...
def from_item(item: dict[str, Wire] | None) -> Item | None:
    """None for no item."""
    return None if item is None else {name: _from_wire(value) for name, value in item.items()}


def condition(expression: str | None, values: Item, *others: str) -> Item:
    """The arguments of a conditional write; expression: None for an unconditional one."""
    found = {"ConditionExpression": expression} if expression else {}
    return found | placeholders(values, expression, *others)


def placeholders(values: Item, *expressions: str | None) -> Item:
    """The expressions' #names and :values. Every #name is the attribute of that name."""
    names = set(re.findall(r"#(\w+)", " ".join(filter(None, expressions))))
    wired = {f":{name}": _as_wire(value) for name, value in values.items()}
    found = {"ExpressionAttributeNames": {f"#{name}": name for name in names}} if names else {}
    return found | ({"ExpressionAttributeValues": wired} if wired else {})


def _as_wire(value: object) -> Wire:
    match value:
        case None:
            return {"NULL": True}
        case bool():  # before int: a bool is an int
            return {"BOOL": value}
        case int():
            return {"N": str(value)}
        case str():
            return {"S": value}
        case list():
            return {"L": [_as_wire(each) for each in value]}
        case dict():
            return {"M": as_item(value)}
    raise TypeError(f"no item can hold {value!r}")


def _from_wire(typed: Wire) -> object:
    ((kind, value),) = typed.items()
    match kind:
        case "NULL":
            return None
        case "N":
            return int(value)
        case "L":
            return [_from_wire(each) for each in value]
        case "M":
            return from_item(value)
    return value
