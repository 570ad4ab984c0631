"""The local AWS of stage 3 and its queues, read with the keys that the stage was deployed with.

https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_GetQueueAttributes.html
"""

from collections.abc import Callable, Mapping
from functools import cache
from typing import Any

from local.shapes import Run

PATIENCE = 2  # seconds
LENGTHS = (  # messages that wait, that a function is processing, and that are delayed
    "ApproximateNumberOfMessages",
    "ApproximateNumberOfMessagesNotVisible",
    "ApproximateNumberOfMessagesDelayed",
)
Client = Any  # botocore makes its methods at run time


def client(service: str, run: Run, secrets: Mapping[str, str]) -> Client:
    return _client(service, run["parts"]["aws"]["port"], secrets["aws_key"], secrets["aws_secret"])


def failures() -> tuple[type[Exception], ...]:
    """The exceptions that a call may raise."""
    import botocore.exceptions

    return botocore.exceptions.BotoCoreError, botocore.exceptions.ClientError


def length_of(run: Run, secrets: Mapping[str, str]) -> Callable[[str], int]:
    """A function that takes a queue's name and counts the messages that aren't deleted yet."""
    sqs = client("sqs", run, secrets)

    def length(queue: str) -> int:
        asked = {"QueueUrl": _url(sqs, queue), "AttributeNames": list(LENGTHS)}
        return sum(map(int, sqs.get_queue_attributes(**asked)["Attributes"].values()))

    return length


@cache
def _url(sqs: Client, queue: str) -> str:
    return str(sqs.get_queue_url(QueueName=queue)["QueueUrl"])


@cache
def _client(service: str, port: int, key: str, secret: str) -> Client:
    import botocore.config  # stages 1 and 2 don't install it
    import botocore.session

    from local.aws import REGION

    return botocore.session.get_session().create_client(
        service,
        region_name=REGION,
        endpoint_url=f"http://localhost:{port}",
        aws_access_key_id=key,
        aws_secret_access_key=secret,
        config=botocore.config.Config(
            connect_timeout=PATIENCE, read_timeout=PATIENCE, retries={"max_attempts": 0}
        ),
    )
