"""Messages to the functions that run after the response, delivered at least once, in any order."""

import json

from shop_rules.shapes import OrderId
from spans import messages

from . import aws, faults, telemetry
from .config import config


# --8<-- [start:send]
def settle_order(order_id: OrderId, seconds: float = 0) -> None:
    """Send the message. seconds: its delay, at most 900."""
    queue = config().settle_queue
    with messages.sent("aws_sqs", queue.rpartition("/")[2], {"order_id": order_id}):
        body = {"order_id": order_id, "traceparent": telemetry.next_traceparent()}
        faults.reach("settle_queue:before-send")
        aws.client("sqs").send_message(
            QueueUrl=queue, MessageBody=json.dumps(body), DelaySeconds=int(seconds)
        )
    faults.reach("settle_queue:after-send")


# --8<-- [end:send]


def apply_chunk(import_id: str, number: int) -> None:
    queue = config().imports_queue
    with messages.sent("aws_sqs", queue.rpartition("/")[2], {"chunk": number}):
        body: dict[str, object] = {"import_id": import_id, "chunk": number}
        body |= {"traceparent": telemetry.next_traceparent()}
        faults.reach("imports_queue:before-send")
        aws.client("sqs").send_message(QueueUrl=queue, MessageBody=json.dumps(body))
    faults.reach("imports_queue:after-send")
