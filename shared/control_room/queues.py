"""How many messages wait in stage 2's queues and streams. Redis answers."""

from collections.abc import Mapping
from typing import Any

from local.shapes import Run

from .places import Map, Node

PATIENCE = 1  # seconds
Waiting = dict[str, int]  # by the name of the node


def waiting(places: Map, run: Run, secrets: Mapping[str, str]) -> Waiting:
    """{node: messages}; nothing while Redis is down."""
    nodes = {name: node for name, node in places["nodes"].items() if node.get("carries")}
    part = run.get("parts", {}).get("redis")
    if not nodes or not part or part["state"] != "ready":
        return {}
    import redis  # stages 1 and 3 don't install it

    made = redis.Redis(
        port=part["port"],
        username="operator",
        password=secrets["redis_password"],
        socket_timeout=PATIENCE,
        decode_responses=True,
    )
    try:
        with made as client:
            return {name: _count(client, node) for name, node in nodes.items()}
    except redis.RedisError:
        return {}


def _count(client: Any, node: Node) -> int:
    """The length of a queue. Of a stream: what its reader, or the slowest group, has not
    acknowledged; 0 before the stream exists."""
    (name,) = node["carries"]
    if node["by"] == "celery":
        return int(client.llen(f"queue:{name}:{name}"))
    stream, wanted = f"stream:{name}", node.get("reader", "").partition("-")[0]
    groups = client.xinfo_groups(stream) if client.exists(stream) else []
    mine = [group for group in groups if not wanted or group["name"] == wanted]
    return max((group["pending"] + (group["lag"] or 0) for group in mine), default=0)
