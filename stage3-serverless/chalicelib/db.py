"""DynamoDB: one table a feature. Every write is conditional, every decision reads the table itself.

A transaction gathers what its block writes and sends it as one TransactWriteItems at the end:
all or nothing, also across tables. Nothing is locked meanwhile; each write says instead on what
condition it stands, and what is raised (`lost`) if that no longer holds. The caller looks again.
https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/transaction-apis.html

In expressions #name is an attribute, :name a value given by keyword.
"""

import random
import re
import time
from contextlib import contextmanager

from shop_rules.errors import Unavailable

from . import aws, faults, telemetry
from .config import config
from .items import as_item, as_values, from_item

MOST_ITEMS = 100  # in one transaction, and in one read of many
BUSY = ("TransactionConflict", "ThrottlingError", "ProvisionedThroughputExceeded")
ATTEMPTS = 8  # when others write the same items at the same moment


class Lost(Exception):
    """A condition no longer holds: somebody else was first."""


class Transaction:
    def __init__(self):
        self.writes = []  # [({"Put" | "Update" | "Delete" | "ConditionCheck": …}, lost)]

    def put(self, table, item, condition=None, lost=Lost, **values):
        what = {"Item": as_item(item)} | _condition(condition, values)
        self._add("Put", table, what, lost)

    def update(self, table, key, expression, condition=None, lost=Lost, **values):
        what = {"Key": as_item(key), "UpdateExpression": expression}
        what |= _condition(condition, values, expression)
        self._add("Update", table, what, lost)

    def delete(self, table, key, condition=None, lost=Lost, **values):
        self._add("Delete", table, {"Key": as_item(key)} | _condition(condition, values), lost)

    def check(self, table, key, condition, lost=Lost, **values):
        what = {"Key": as_item(key)} | _condition(condition, values)
        self._add("ConditionCheck", table, what, lost)

    def _add(self, kind, table, what, lost):
        self.writes.append(({kind: {"TableName": _name(table), **what}}, lost))


@contextmanager
def transaction(name):
    """All or nothing. The name is what the fault tests call its commit."""
    tx = Transaction()
    yield tx
    faults.reach(f"{name}:before-commit")
    _commit(tx.writes)
    faults.reach(f"{name}:after-commit")


def get(table, key):
    """The item as it now is, or None."""
    asked = {"TableName": _name(table), "Key": as_item(key), "ConsistentRead": True}
    return from_item(_call("get_item", **asked).get("Item"))


def get_many(table, keys):
    """The items there are, as they now are, in no order."""
    found, keys = [], [as_item(key) for key in keys]
    while keys:
        some, keys = keys[:MOST_ITEMS], keys[MOST_ITEMS:]
        asked = {_name(table): {"Keys": some, "ConsistentRead": True}}
        answer = _call("batch_get_item", RequestItems=asked)
        found += answer["Responses"].get(_name(table), [])
        keys += answer.get("UnprocessedKeys", {}).get(_name(table), {}).get("Keys", [])
    return [from_item(item) for item in found]


def query(table, where, limit=None, index=None, only=None, backwards=False, after=None, **values):
    """Items of one partition in the order of the key, at most `limit` of them.

    where: the key condition. only: a filter, which costs a read for each item it drops.
    after: the key of an item (with an index: its keys as well) to begin behind.
    """
    asked = {"TableName": _name(table), "KeyConditionExpression": where}
    asked |= {"ScanIndexForward": not backwards} | _placeholders(values, where, only)
    asked |= {"IndexName": index} if index else {"ConsistentRead": True}
    asked |= {"FilterExpression": only} if only else {}
    asked |= {"Limit": limit} if limit and not only else {}
    asked |= {"ExclusiveStartKey": as_item(after)} if after else {}
    found = []
    while True:
        answer = _call("query", **asked)
        found += [from_item(item) for item in answer["Items"]]
        enough = limit is not None and len(found) >= limit
        if enough or "LastEvaluatedKey" not in answer:
            return found[:limit]
        asked["ExclusiveStartKey"] = answer["LastEvaluatedKey"]


def is_up():
    try:
        get("orders", {"id": "none"})
        return True
    except Unavailable:
        return False


def _commit(writes):
    """One write alone is sent alone: a transaction costs twice the capacity."""
    if len(writes) == 1 and "ConditionCheck" not in writes[0][0]:
        ((kind, what),) = writes[0][0].items()
        return _call(f"{kind.lower()}_item", losses=[writes[0][1]], **what)
    if writes:
        _call("transact_write_items", [lost for _, lost in writes], TransactItems=_sent(writes))


def _sent(writes):
    return [write for write, _ in writes]


def _call(operation, losses=(), **asked):
    """Again while others are at the same items: that is no answer to the condition."""
    from botocore.exceptions import BotoCoreError, ClientError

    for attempt in range(ATTEMPTS):
        faults.reach(f"database.{operation}")
        try:
            with telemetry.measured("database"):
                return getattr(aws.client("dynamodb"), operation)(**asked)
        except BotoCoreError as error:
            raise Unavailable("The database does not answer.") from error
        except ClientError as error:
            _understood(error, losses)
        time.sleep(random.uniform(0, 0.02 * 2**attempt))
    raise Unavailable("Too many are at the same thing at this moment.")


def _understood(error, losses):
    """Return if it is worth trying again; else raise what it means."""
    code = error.response["Error"]["Code"].removesuffix("Exception")
    reasons = [reason.get("Code") for reason in error.response.get("CancellationReasons", [])]
    for reason, lost in zip(reasons or [code], losses, strict=False):
        if reason in ("ConditionalCheckFailed", "ConditionalCheckFailedException"):
            raise lost() from None
    if code not in BUSY and not set(BUSY) & set(reasons):
        raise error


def _condition(condition, values, *others):
    found = {"ConditionExpression": condition} if condition else {}
    return found | _placeholders(values, condition, *others)


def _placeholders(values, *expressions):
    names = set(re.findall(r"#(\w+)", " ".join(filter(None, expressions))))
    found = {"ExpressionAttributeNames": {f"#{name}": name for name in names}} if names else {}
    return found | ({"ExpressionAttributeValues": as_values(values)} if values else {})


def _name(table):
    return config().tables[table]
