"""ASGI helpers (https://asgi.readthedocs.io) that the door and the guard of the AWS share."""

from serving.asgi import Headers, Message, Receive, Send


async def whole(receive: Receive, most: int) -> bytes:
    """The whole body, cut off shortly after `most` bytes; the rest is read and discarded."""
    found: list[bytes] = []
    size = 0
    while True:
        message = await receive()
        part = message.get("body", b"")
        if size < most:
            found.append(part)
            size += len(part)
        if message["type"] == "http.disconnect" or not message.get("more_body"):
            return b"".join(found)


def again(body: bytes, receive: Receive) -> Receive:
    """A receive that returns an already read body first."""
    left: list[Message] = [{"type": "http.request", "body": body, "more_body": False}]

    async def next_message() -> Message:
        return left.pop() if left else await receive()

    return next_message


def without(send: Send, beginning: bytes) -> Send:
    """A send that drops headers whose names start with `beginning`."""

    async def send_on(message: Message) -> None:
        if "headers" in message:
            kept = [
                each for each in message["headers"] if not each[0].lower().startswith(beginning)
            ]
            message = {**message, "headers": kept}
        await send(message)

    return send_on


async def answer(send: Send, status: int, headers: Headers, body: bytes) -> None:
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})
