"""Pieces of ASGI (https://asgi.readthedocs.io) that the door and the guard of the AWS share."""


async def whole(receive, most):
    """The body; the rest of one that is longer than `most` bytes is read and cut off."""
    found, size = [], 0
    while True:
        message = await receive()
        part = message.get("body", b"")
        if size < most:
            found.append(part)
            size += len(part)
        if message["type"] == "http.disconnect" or not message.get("more_body"):
            return b"".join(found)


def again(body, receive):
    """A receive that begins with a body that was read already."""
    left = [{"type": "http.request", "body": body, "more_body": False}]

    async def next_message():
        return left.pop() if left else await receive()

    return next_message


def without(send, beginning):
    """A send that leaves out the headers whose names begin so."""

    async def send_on(message):
        if "headers" in message:
            kept = [
                each for each in message["headers"] if not each[0].lower().startswith(beginning)
            ]
            message = {**message, "headers": kept}
        await send(message)

    return send_on


async def answer(send, status, headers, body):
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})
