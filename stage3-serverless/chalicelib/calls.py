"""Calls to DynamoDB: retried on a conflict with other transactions, with errors translated."""

import random
import time
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from shop_rules.errors import Unavailable

from . import aws, faults, telemetry
from .writes import Loss

if TYPE_CHECKING:
    from botocore.exceptions import ClientError

BUSY = set(  # as the code of an error, less "Exception", or the reason why one was cancelled
    "TransactionConflict TransactionInProgress Throttling ThrottlingError "
    "ProvisionedThroughputExceeded RequestLimitExceeded".split()
)
ATTEMPTS = 8  # on conflicts with other transactions


def call(operation: str, losses: Sequence[Loss] = (), **asked: object) -> aws.Answer:
    """Call, and retry on a conflict: a conflict says nothing about the condition."""
    from botocore.exceptions import BotoCoreError, ClientError

    for _ in attempts():
        try:
            if losses:
                faults.reach("database.write:sent")
            with telemetry.measured("database"):
                answer = getattr(aws.client("dynamodb"), operation)(**asked)
            break
        except BotoCoreError as error:
            raise _away(error) from error
        except ClientError as error:
            _understood(error, losses)
    return answer


def attempts() -> Iterator[None]:
    """Yield each attempt, with a random pause after it, so that conflicting callers spread out."""
    for attempt in range(ATTEMPTS):
        yield
        time.sleep(random.uniform(0, 0.02 * 2**attempt))
    raise Unavailable("Too many are at the same thing at this moment.")


# --8<-- [start:understood]
def _understood(error: "ClientError", losses: Sequence[Loss]) -> None:
    """Return if a retry makes sense; else raise the error that it means."""
    code = error.response["Error"]["Code"].removesuffix("Exception")
    reasons = [reason.get("Code") for reason in error.response.get("CancellationReasons", [])]
    for reason, lost in zip(reasons or [code], losses, strict=False):
        if reason == "ConditionalCheckFailed":
            raise lost() from None
    if code not in BUSY and not BUSY & set(reasons):
        in_trouble = error.response["ResponseMetadata"]["HTTPStatusCode"] >= 500
        raise _away(error) if in_trouble else error


# --8<-- [end:understood]
def _away(error: Exception) -> Unavailable:
    telemetry.write("database unavailable", level=40, error=str(error))
    return Unavailable("The database is unavailable.")
