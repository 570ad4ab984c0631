"""DynamoDB: one table per feature. Writes are conditional, and decisions read the table itself.

A transaction collects what its block writes and sends it as one TransactWriteItems at the end:
all or nothing, also across tables. Nothing is locked meanwhile. Each write has a condition
instead, and an exception (`lost`) to raise if it no longer holds. The caller reads again.
https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/transaction-apis.html

In expressions #name is an attribute, :name a value given by keyword.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import TypeVar

from shop_rules.errors import Unavailable
from spans import recording

from . import calls, faults
from .config import config
from .items import Item, Wire, as_item, from_item, placeholders
from .writes import Loss, Lost, Transaction, Write

__all__ = ["Item", "Loss", "Lost", "Result", "Tx", "Work"]
__all__ += ["get", "get_many", "is_up", "query", "transaction"]

Tx = Transaction
Result = TypeVar("Result")
Work = Callable[[Tx], Result]  # what is done in a transaction
MOST_ITEMS = 100  # in one transaction, and in one read of many


# --8<-- [start:transaction]
@contextmanager
def transaction(name: str) -> Iterator[Tx]:
    """A transaction around the block. The fault tests crash the process at its commit, by name."""
    tx = Transaction()
    yield tx
    faults.reach(f"{name}:before-commit")
    with recording.database(name, "aws.dynamodb"):
        _commit(tx.writes)
    faults.reach(f"{name}:after-commit")


# --8<-- [end:transaction]
def get(table: str, key: Item) -> Item | None:
    """The current item, or None."""
    asked: Item = {"TableName": _name(table), "Key": as_item(key), "ConsistentRead": True}
    return from_item(calls.call("get_item", **asked).get("Item"))


def get_many(table: str, keys: Sequence[Item]) -> list[Item]:
    """The current items, of those that exist, in no order."""
    found, wired = [], [as_item(key) for key in keys]
    for start in range(0, len(keys), MOST_ITEMS):
        found += _get_some(_name(table), wired[start : start + MOST_ITEMS])
    return [from_item(item) for item in found]


def query(
    table: str,
    where: str,
    limit: int | None = None,
    index: str | None = None,
    only: str | None = None,
    backwards: bool = False,
    after: Item | None = None,
    **values: object,
) -> list[Item]:
    """Items of one partition in the order of the key, at most `limit` of them.

    where: the key condition. only: a filter, which costs a read for each item it drops.
    after: the key (with an index: its keys as well) of the item to begin after.
    """
    asked: Item = {"TableName": _name(table), "KeyConditionExpression": where}
    asked |= {"ScanIndexForward": not backwards} | placeholders(values, where, only)
    asked |= {"IndexName": index} if index else {"ConsistentRead": True}
    asked |= {"FilterExpression": only} if only else {}
    asked |= {"Limit": limit} if limit and not only else {}
    asked |= {"ExclusiveStartKey": as_item(after)} if after else {}
    found: list[Item] = []
    while True:
        answer = calls.call("query", **asked)
        found += [from_item(item) for item in answer["Items"]]
        enough = limit is not None and len(found) >= limit
        if enough or "LastEvaluatedKey" not in answer:
            return found[:limit]
        asked["ExclusiveStartKey"] = answer["LastEvaluatedKey"]


def is_up() -> bool:
    try:
        get("orders", {"id": "none"})
        return True
    except Unavailable:
        return False


# --8<-- [start:commit]
def _commit(writes: list[tuple[Write, Loss]]) -> None:
    """Send a single write as such: a transaction costs twice the capacity."""
    if len(writes) == 1 and "ConditionCheck" not in writes[0][0]:
        ((kind, what),) = writes[0][0].items()
        calls.call(f"{kind.lower()}_item", losses=[writes[0][1]], **what)
    elif writes:
        items, losses = zip(*writes, strict=True)
        calls.call("transact_write_items", losses, TransactItems=items)


# --8<-- [end:commit]
def _get_some(name: str, keys: list[dict[str, Wire]]) -> list[dict[str, Wire]]:
    """Read up to 100 items, retrying what DynamoDB returns as unprocessed."""
    found: list[dict[str, Wire]] = []
    for _ in calls.attempts():
        asked = {"Keys": keys, "ConsistentRead": True}
        answer = calls.call("batch_get_item", RequestItems={name: asked})
        found += answer["Responses"].get(name, [])
        keys = answer.get("UnprocessedKeys", {}).get(name, {}).get("Keys")
        if not keys:
            break
    return found


def _name(table: str) -> str:
    return config().tables[table]
