"""Responses of the door itself, in the contract's form, and how any response is sent."""

import json
import logging

from serving import sending
from serving.asgi import Answer, Send
from shop_rules.errors import BUG, ShopError

from .door_request import Request

CLOSE = (b"connection", b"close")
PRIVATE = [(b"cache-control", b"no-store"), (b"x-content-type-options", b"nosniff")]


def refusal(error: ShopError, request: Request) -> Answer:
    problem = error.as_problem(request.raw_path, request.request_id)
    headers = [(name.lower().encode(), text.encode()) for name, text in error.headers.items()]
    headers.append((b"content-type", b"application/problem+json"))
    headers += [*PRIVATE, (b"x-request-id", request.request_id.encode())]
    return error.status, headers, json.dumps(problem).encode()


def bug(error: Exception, request: Request) -> Answer:
    logging.exception("bug in request %s", request.request_id, exc_info=error)
    return refusal(ShopError(BUG), request)


async def send_back(send: Send, request: Request, answer: Answer) -> None:
    status, headers, body = answer
    if not request.body.is_read:
        headers = [*headers, CLOSE]
    await sending.answer(send, status, headers, b"" if request.method == "HEAD" else body)
