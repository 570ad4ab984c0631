"""python -m deploy.redrive: redeliver the local AWS's dead letters, once their cause is fixed.
(Those of the real one: make redrive-aws.)

The dead-letter queue of a queue has the messages themselves: they go back. That of the streams has
only the records' positions in their stream (kept for 24 hours), so the function is invoked again.
https://docs.aws.amazon.com/lambda/latest/dg/services-dynamodb-errors.html
"""

import json
import os
import sys
from collections.abc import Iterator

from .aws import client
from .local import stay_local

QUEUES = ("settle", "thumbnails", "clicks", "imports")
BACK = {f"shop-{name}-dead": f"shop-{name}" for name in QUEUES}
OF_STREAMS = "shop-streams-dead"
Message = dict[str, str]  # a message of receive_message, as far as it is read here


def redrive() -> None:
    for dead, queue in BACK.items():
        url = _url(queue)
        count = sum(_sent(url, message) for message in _taken(dead))
        print(f"{count} messages back from {dead} to {queue}")
    print(f"{sum(map(_told, _taken(OF_STREAMS)))} records of streams redelivered")


def _taken(queue: str) -> Iterator[Message]:
    """Yield each message, and delete it once the caller has handled it."""
    sqs, url = client("sqs"), _url(queue)
    while True:
        asked = {"QueueUrl": url, "MaxNumberOfMessages": 10, "WaitTimeSeconds": 1}
        messages = sqs.receive_message(**asked).get("Messages", [])
        if not messages:
            return
        for message in messages:
            yield message
            sqs.delete_message(QueueUrl=url, ReceiptHandle=message["ReceiptHandle"])


def _sent(url: str, message: Message) -> int:
    client("sqs").send_message(QueueUrl=url, MessageBody=message["Body"])
    return 1


def _told(message: Message) -> int:
    body = json.loads(message["Body"])
    batch, function = body["DDBStreamBatchInfo"], body["requestContext"]["functionArn"]
    streams = client("dynamodbstreams")
    where = {"StreamArn": batch["streamArn"], "ShardId": batch["shardId"]}
    start = {"ShardIteratorType": "AT_SEQUENCE_NUMBER"}
    start["SequenceNumber"] = batch["startSequenceNumber"]
    iterator = streams.get_shard_iterator(**where, **start)["ShardIterator"]
    records = streams.get_records(ShardIterator=iterator, Limit=batch["batchSize"])["Records"]
    event = json.dumps({"Records": records}, default=str)
    answer = client("lambda").invoke(FunctionName=function, Payload=event)
    if "FunctionError" in answer:
        sys.exit(f"{function} failed again: {answer['Payload'].read().decode()[:500]}")
    return len(records)


def _url(queue: str) -> str:
    return client("sqs").get_queue_url(QueueName=queue)["QueueUrl"]


if __name__ == "__main__":
    stay_local(os.environ, os.environ["PORT"])
    redrive()
