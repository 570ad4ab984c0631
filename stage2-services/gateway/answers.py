"""Responses in the contract's two forms, for what the gateway answers itself."""

import json

from serving.asgi import Answer, Headers
from shop_rules import times
from shop_rules.errors import ShopError

from chassis import telemetry

from .request import Request

PRIVATE: Headers = [(b"cache-control", b"no-store"), (b"x-content-type-options", b"nosniff")]


def answer(data: object) -> Answer:
    meta = {"timestamp": times.now(), "request_id": telemetry.request_id()}
    content = {"success": True, "data": data, "meta": meta}
    return 200, [(b"content-type", b"application/json")], json.dumps(content).encode()


def refusal(error: ShopError, path: str) -> Answer:
    problem = error.as_problem(path, telemetry.request_id())
    headers = [(name.lower().encode(), text.encode()) for name, text in error.headers.items()]
    headers.append((b"content-type", b"application/problem+json"))
    return error.status, headers, json.dumps(problem).encode()


def completed(headers: Headers, request: Request) -> Headers:
    """Add the headers of every response, unless a service has set them already."""
    there = {name.lower() for name, _ in headers}
    more = [*PRIVATE, (b"x-request-id", request.request_id.encode())]
    if not request.body.is_read:
        more.append((b"connection", b"close"))
    return headers + [(name, value) for name, value in more if name not in there]
