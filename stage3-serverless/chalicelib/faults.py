"""Named points at which a test may have a function break off, in one of the ways it can.

With FAULTS=1 a function looks, at each point, for an item that names it: {pk: "fault", point,
act}. It takes the item away and then acts as told. Off, a point costs one comparison.
"""

import os
import time

from . import aws
from .config import config

LONG = 900  # seconds: more than any function may take


class Asked(Exception):
    """A test wanted this function to fail here."""


def reach(point):
    if config().faults:
        _act(_taken(point))


def _act(act):
    if act == "raise":
        raise Asked
    if act == "exit":
        os._exit(1)
    if act == "hang":
        time.sleep(LONG)


def _taken(point):
    """What is to be done here, or None. Only one function gets it."""
    client = aws.client("dynamodb")
    key = {"TableName": config().tables["idempotency"], "Key": {"pk": {"S": "fault"}}}
    condition = "#point = :point"
    try:
        taken = client.delete_item(
            **key,
            ConditionExpression=condition,
            ExpressionAttributeNames={"#point": "point"},
            ExpressionAttributeValues={":point": {"S": point}},
            ReturnValues="ALL_OLD",
        )
    except client.exceptions.ConditionalCheckFailedException:
        return None
    return taken["Attributes"]["act"]["S"]
