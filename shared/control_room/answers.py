"""JSON answers, and waiting until a client has hung up."""

import json

from serving.asgi import Answer, Headers, Receive


def in_json(status: int, content: object) -> Answer:
    head: Headers = [
        (b"content-type", b"application/json"),
        (b"cache-control", b"no-store"),
        (b"x-content-type-options", b"nosniff"),
    ]
    return status, head, json.dumps(content).encode()


async def hung_up(receive: Receive) -> None:
    """Wait until the client has closed the connection."""
    while (await receive())["type"] != "http.disconnect":
        pass
