"""What every event has in common, from any source: a trace, a log line, and no event is dropped.

An event is delivered at least once. If its handler raises, it is redelivered: by a stream until it
is too old, by a queue until it has failed too often and moves to the dead-letter queue.
"""

import json
import logging
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from chalice.app import DynamoDBEvent, SQSEvent

from spans import messages, recording

from . import faults, telemetry, tracing
from .config import config
from .items import Item, Wire

Message = dict[str, Any]  # parsed JSON: each sender has its own form
Failures = dict[str, list[dict[str, str]]]  # the response that SQS expects, by the messages' ids


@contextmanager
def handled(name: str, traceparent: str | None = None, **more: object) -> Iterator[None]:
    """Trace and log the handling of one event."""
    started = time.perf_counter()
    telemetry.begin(traceparent)
    outcome = "failed"
    faults.reach(f"{name}:begin")
    try:
        yield
        outcome = "done"
    finally:
        milliseconds = round((time.perf_counter() - started) * 1000, 1)
        telemetry.write(
            "event", logging.INFO, handler=name, outcome=outcome, ms=milliseconds, **more
        )
    faults.reach(f"{name}:end")


# --8<-- [start:each_message]
def each_message(name: str, event: SQSEvent, work: Callable[[Message], object]) -> Failures:
    """Call work(body) for each message and report those that failed, so only they are redelivered.

    https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-errorhandling.html
    """
    failed = []
    for record in event.to_dict()["Records"]:
        body = json.loads(record["body"])
        try:
            with _received(record, body), handled(name, _trace(body), message=record["messageId"]):
                work(body)
        except Exception as error:
            telemetry.write_failure("message failed", error, handler=name)
            failed.append({"itemIdentifier": record["messageId"]})
    tracing.flush()
    return {"batchItemFailures": failed}


# --8<-- [end:each_message]


def each_key(name: str, event: DynamoDBEvent, work: Callable[[Item], object]) -> None:
    """Call work(key) for each record of a table's stream; raises at the first failure."""
    for record in event.to_dict()["Records"]:
        key = {part: next(iter(value.values())) for part, value in _keys(record).items()}
        with _told(record, key), handled(name, recording.traceparent(), key=key):
            work(key)
    tracing.flush()


def _received(record: Message, body: Message) -> recording.Maybe:
    queue = record.get("eventSourceARN", "").rpartition(":")[2]
    tries = int(record.get("attributes", {}).get("ApproximateReceiveCount", 1))
    return messages.processed("aws_sqs", queue, body, body.get("traceparent"), tries)


def _trace(body: Message) -> str | None:
    return recording.traceparent() or body.get("traceparent")


def _told(record: Message, key: Item) -> recording.Maybe:
    """Continue the writer's trace, which is in the item; only one table streams whole items."""
    item = record["dynamodb"].get("NewImage", {})
    table = record.get("eventSourceARN", "").partition("/")[2].partition("/")[0]
    ours = next((name for name, theirs in config().tables.items() if theirs == table), table)
    about = {"order_id": key.get("id")} if ours == "orders" else {}
    parent = item.get("traceparent", {}).get("S")
    return messages.processed("dynamodb_streams", ours, about, parent)


def _keys(record: Message) -> dict[str, Wire]:
    return record["dynamodb"]["Keys"]
