"""Counts the messages in the queues and streams, and in the dead-letter queues.

They are in Valkey for stage 2, and in SQS for stage 3. The streams of stage 3's tables have no
length that could be read.
"""

from collections.abc import Collection, Mapping
from typing import Any, TypedDict

from local.runner import READY
from local.shapes import Run

from . import cloud
from .places import Map, Node

PATIENCE = 1  # seconds
KEEPS = {"stage2": "redis", "stage3": "aws"}  # the part that keeps the messages
Nodes = Mapping[str, Node]
Secrets = Mapping[str, str]


class Waiting(TypedDict):
    waiting: dict[str, int]  # messages by the name of the node
    dead: dict[str, int]  # … by the name of a dead-letter queue


def counted(places: Map, run: Run, secrets: Secrets) -> Waiting:
    """Count all messages. Empty while the part that keeps them is unavailable."""
    nodes = {name: node for name, node in places["nodes"].items() if node.get("carries")}
    dead = [name for node in places["nodes"].values() for name in node.get("dead", [])]
    part = run.get("parts", {}).get(KEEPS.get(places["stage"], ""))
    if not part or part["state"] != READY:
        return {"waiting": {}, "dead": {}}
    if places["stage"] == "stage3":
        return _of_sqs(nodes, dead, run, secrets)
    return _of_redis(nodes, dead, part["port"], secrets)


def _of_redis(nodes: Nodes, dead: Collection[str], port: int, secrets: Secrets) -> Waiting:
    import redis  # stages 1 and 3 don't install it

    made = redis.Redis(
        port=port,
        username="operator",
        password=secrets["redis_password"],
        socket_timeout=PATIENCE,
        decode_responses=True,
    )
    try:
        with made as client:
            return {
                "waiting": {name: _count(client, node) for name, node in nodes.items()},
                "dead": {name: int(client.xlen(f"dead:{name}")) for name in dead},
            }
    except redis.RedisError:
        return {"waiting": {}, "dead": {}}


def _of_sqs(nodes: Nodes, dead: Collection[str], run: Run, secrets: Secrets) -> Waiting:
    try:
        length = cloud.length_of(run, secrets)
        return {
            "waiting": {name: sum(map(length, node["carries"])) for name, node in nodes.items()},
            "dead": {name: length(name) for name in dead},
        }
    except cloud.failures():
        return {"waiting": {}, "dead": {}}


def _count(client: Any, node: Node) -> int:
    """The length of a queue, and of a stream that is emptied. Of another stream, the number of
    messages that its reader, or its slowest group, hasn't acknowledged; 0 before it exists."""
    (name,) = node["carries"]
    if node["by"] == "celery":
        return int(client.llen(f"queue:{name}:{name}"))
    if node.get("emptied"):
        return int(client.xlen(f"stream:{name}"))
    stream, wanted = f"stream:{name}", node.get("reader", "").partition("-")[0]
    groups = client.xinfo_groups(stream) if client.exists(stream) else []
    mine = [group for group in groups if not wanted or group["name"] == wanted]
    return max((group["pending"] + (group["lag"] or 0) for group in mine), default=0)
