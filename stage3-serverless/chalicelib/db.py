"""DynamoDB: one table a feature. Every write is conditional, every decision reads the table itself.

A transaction gathers what its block writes and sends it as one TransactWriteItems at the end:
all or nothing, also across tables. Nothing is locked meanwhile; each write says instead on what
condition it stands, and what is raised (`lost`) if that no longer holds. The caller looks again.
https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/transaction-apis.html

In expressions #name is an attribute, :name a value given by keyword.
"""

import random
import time
from contextlib import contextmanager

from shop_rules.errors import Unavailable

from . import aws, faults, telemetry
from .config import config
from .items import as_item, from_item, placeholders
from .writes import Lost, Transaction

__all__ = ["Lost", "Transaction", "get", "get_many", "is_up", "query", "transaction"]

MOST_ITEMS = 100  # in one transaction, and in one read of many
BUSY = set(  # as the code of an error, less "Exception", or the reason why one was cancelled
    "TransactionConflict TransactionInProgress Throttling ThrottlingError "
    "ProvisionedThroughputExceeded RequestLimitExceeded".split()
)
ATTEMPTS = 8  # when others are at the same items at the same moment


# --8<-- [start:transaction]
@contextmanager
def transaction(name):
    """All or nothing. The name is what the fault tests call its commit."""
    tx = Transaction()
    yield tx
    faults.reach(f"{name}:before-commit")
    _commit(tx.writes)
    faults.reach(f"{name}:after-commit")


# --8<-- [end:transaction]
def get(table, key):
    """The item as it now is, or None."""
    asked = {"TableName": _name(table), "Key": as_item(key), "ConsistentRead": True}
    return from_item(_call("get_item", **asked).get("Item"))


def get_many(table, keys):
    """The items there are, as they now are, in no order."""
    found, keys = [], [as_item(key) for key in keys]
    for start in range(0, len(keys), MOST_ITEMS):
        found += _get_some(_name(table), keys[start : start + MOST_ITEMS])
    return [from_item(item) for item in found]


def query(table, where, limit=None, index=None, only=None, backwards=False, after=None, **values):
    """Items of one partition in the order of the key, at most `limit` of them.

    where: the key condition. only: a filter, which costs a read for each item it drops.
    after: the key of an item (with an index: its keys as well) to begin behind.
    """
    asked = {"TableName": _name(table), "KeyConditionExpression": where}
    asked |= {"ScanIndexForward": not backwards} | placeholders(values, where, only)
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


# --8<-- [start:commit]
def _commit(writes):
    """One write alone is sent alone: a transaction costs twice the capacity."""
    if len(writes) == 1 and "ConditionCheck" not in writes[0][0]:
        ((kind, what),) = writes[0][0].items()
        return _call(f"{kind.lower()}_item", losses=[writes[0][1]], **what)
    if writes:
        items, losses = zip(*writes, strict=True)
        _call("transact_write_items", losses, TransactItems=items)


# --8<-- [end:commit]
def _call(operation, losses=(), **asked):
    """Again while others are at the same items: that is no answer to the condition."""
    from botocore.exceptions import BotoCoreError, ClientError

    for _ in _attempts():
        try:
            if losses:
                faults.reach("database.write:sent")
            with telemetry.measured("database"):
                return getattr(aws.client("dynamodb"), operation)(**asked)
        except BotoCoreError as error:
            raise _away(error) from error
        except ClientError as error:
            _understood(error, losses)


def _get_some(name, keys):
    """What the database did not get to is asked for again."""
    found = []
    for _ in _attempts():
        asked = {"Keys": keys, "ConsistentRead": True}
        answer = _call("batch_get_item", RequestItems={name: asked})
        found += answer["Responses"].get(name, [])
        keys = answer.get("UnprocessedKeys", {}).get(name, {}).get("Keys")
        if not keys:
            return found


def _attempts():
    """With a pause after each, at random: who met at something shall not meet again."""
    for attempt in range(ATTEMPTS):
        yield
        time.sleep(random.uniform(0, 0.02 * 2**attempt))
    raise Unavailable("Too many are at the same thing at this moment.")


# --8<-- [start:understood]
def _understood(error, losses):
    """Return if it is worth trying again; else raise what it means."""
    code = error.response["Error"]["Code"].removesuffix("Exception")
    reasons = [reason.get("Code") for reason in error.response.get("CancellationReasons", [])]
    for reason, lost in zip(reasons or [code], losses, strict=False):
        if reason == "ConditionalCheckFailed":
            raise lost() from None
    if code not in BUSY and not BUSY & set(reasons):
        in_trouble = error.response["ResponseMetadata"]["HTTPStatusCode"] >= 500
        raise _away(error) if in_trouble else error


# --8<-- [end:understood]
def _away(error):
    telemetry.write("database away", level=40, error=str(error))
    return Unavailable("The database does not answer.")


def _name(table):
    return config().tables[table]
