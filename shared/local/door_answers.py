"""What the door answers by itself, in the contract's form, and how any answer is sent back."""

import json
import logging

from serving import sending
from shop_rules.errors import BUG, ShopError

CLOSE = (b"connection", b"close")
PRIVATE = [(b"cache-control", b"no-store"), (b"x-content-type-options", b"nosniff")]


def refusal(error, request):
    problem = error.as_problem(request.raw_path, request.request_id)
    headers = [(name.lower().encode(), text.encode()) for name, text in error.headers.items()]
    headers.append((b"content-type", b"application/problem+json"))
    headers += [*PRIVATE, (b"x-request-id", request.request_id.encode())]
    return error.status, headers, json.dumps(problem).encode()


def bug(error, request):
    logging.exception("bug in request %s", request.request_id, exc_info=error)
    return refusal(ShopError(BUG), request)


async def send_back(send, request, answer):
    """answer: (status, headers, body)"""
    status, headers, body = answer
    if not request.body.is_read:
        headers = [*headers, CLOSE]
    await sending.answer(send, status, headers, b"" if request.method == "HEAD" else body)
