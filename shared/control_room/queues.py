"""How many messages wait: in Redis by its own protocol (stage 2), in SQS (stage 3).

https://redis.io/docs/latest/develop/reference/protocol-spec/
"""

import socket
from collections.abc import Mapping
from typing import BinaryIO

from local.shapes import Run

from .places import Map, Node

PATIENCE = 1  # seconds
Waiting = dict[str, int]  # by the name of the node
Answer = str | int | list["Answer"] | None


def waiting(places: Map, run: Run, secrets: Mapping[str, str]) -> Waiting:
    """Of those queues and streams that answer."""
    nodes = {name: node for name, node in places["nodes"].items() if node.get("carries")}
    redis = run.get("parts", {}).get("redis")
    if not nodes or not redis or redis["state"] != "ready":
        return {}
    try:
        return _in_redis(nodes, redis["port"], secrets["redis_password"])
    except (OSError, ValueError):
        return {}


def _in_redis(nodes: Mapping[str, Node], port: int, password: str) -> Waiting:
    with socket.create_connection(("127.0.0.1", port), timeout=PATIENCE) as line:
        answers = line.makefile("rb")
        line.sendall(_command("AUTH", "operator", password))
        _read(answers)
        found = {}
        for name, node in nodes.items():
            line.sendall(_command(*_question(node)))
            found[name] = _count(node, _read(answers))
        return found


def _question(node: Node) -> tuple[str, ...]:
    (name,) = node["carries"]
    if node["by"] == "celery":
        return "LLEN", f"queue:{name}:{name}"
    return "XINFO", "GROUPS", f"stream:{name}"


def _count(node: Node, answer: Answer) -> int:
    """Of a stream: what its reader, or the slowest group, has not acknowledged."""
    if isinstance(answer, int):
        return answer
    groups = [_pairs(group) for group in answer or [] if isinstance(group, list)]
    wanted = node.get("reader", "").partition("-")[0]
    mine = [group for group in groups if not wanted or group.get("name") == wanted]
    return max((_whole(group, "pending") + _whole(group, "lag") for group in mine), default=0)


def _pairs(flat: list[Answer]) -> dict[str, Answer]:
    return {str(key): value for key, value in zip(flat[::2], flat[1::2], strict=True)}


def _whole(group: Mapping[str, Answer], name: str) -> int:
    value = group.get(name)
    return value if isinstance(value, int) else 0


def _command(*words: str) -> bytes:
    parts = [f"${len(word.encode())}\r\n{word}\r\n" for word in words]
    return f"*{len(words)}\r\n{''.join(parts)}".encode()


def _read(answers: BinaryIO) -> Answer:
    """One answer. ValueError for an error, but that a stream is not there yet is none."""
    line = answers.readline().rstrip(b"\r\n").decode()
    kind, rest = line[:1], line[1:]
    if kind == "+":
        return rest
    if kind == ":":
        return int(rest)
    if kind == "$":
        return None if rest == "-1" else answers.read(int(rest) + 2)[:-2].decode()
    if kind == "*":
        return [_read(answers) for _ in range(int(rest))]
    if "no such key" in rest:
        return None
    raise ValueError(f"Redis says {line!r}")
