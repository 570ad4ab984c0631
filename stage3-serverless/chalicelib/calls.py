"""Calls of DynamoDB: made again while others are at the same items, and what a refusal means."""

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
ATTEMPTS = 8  # when others are at the same items at the same moment


def call(operation: str, losses: Sequence[Loss] = (), **asked: object) -> aws.Answer:
    """Again while others are at the same items: that is no answer to the condition."""
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
    """With a pause after each, at random: who met at something shall not meet again."""
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
    telemetry.write("database away", level=40, error=str(error))
    return Unavailable("The database does not answer.")
