"""Named points at which a test may make a function fail, in one of several ways.

With FAULTS=1 a function checks, at each point, for an item {pk: "fault" and the point, act: raise,
exit, hang or conflict}, deletes it, and does that. When off, a point costs one comparison.
"""

import os
import time

from . import aws
from .config import config

LONG = 900  # seconds: more than any function may take


class Asked(BaseException):
    """A test wanted this function to fail here, whatever errors are caught on the way."""


def reach(point: str) -> None:
    if config().faults:
        _act(_taken(point))


def _act(act: str | None) -> None:
    if act == "raise":
        raise Asked
    if act == "exit":
        os._exit(1)
    if act == "hang":
        time.sleep(LONG)
    if act == "conflict":
        raise _conflict()


def _conflict() -> Exception:
    """Raise DynamoDB's error for conflicting transactions, which the local one never raises."""
    from botocore.exceptions import ClientError

    said: dict[str, object] = {"Error": {"Code": "TransactionCanceledException", "Message": "…"}}
    said["CancellationReasons"] = [{"Code": "TransactionConflict"}]
    return ClientError(said, "TransactWriteItems")


def _taken(point: str) -> str | None:
    """Take the act for this point, or None. Only one function gets it."""
    table = config().tables["idempotency"]
    asked = {"TableName": table, "Key": {"pk": {"S": f"fault {point}"}}, "ReturnValues": "ALL_OLD"}
    fault = aws.client("dynamodb").delete_item(**asked).get("Attributes")
    return fault and fault["act"]["S"]
