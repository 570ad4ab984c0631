"""Hook: each request that is sent by `requests` is a span, and carries it on as `traceparent`.

https://opentelemetry.io/docs/specs/semconv/http/http-spans/#http-client-span
"""

import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from requests import PreparedRequest, Response
from requests.adapters import HTTPAdapter

from .recording import current, step
from .span import CLIENT, Span

_ID = re.compile(r"[0-9a-f]{8}-[0-9a-f-]{27}|\b[a-z]{2,4}_(?:test_)?\w{8,}")


def install(peers: Mapping[str, str]) -> None:
    """For the rest of this process. peers: {URL: the name of the part there}."""
    known = {urlsplit(url).netloc: name for url, name in peers.items()}
    send = HTTPAdapter.send

    def traced(self: HTTPAdapter, request: PreparedRequest, *more: Any, **named: Any) -> Response:
        within = current()
        if within is None:
            return send(self, request, *more, **named)
        where = urlsplit(request.url or "")
        if within.kind == CLIENT and "peer.service" in within.attributes:  # it is this call's own
            return _sent(within, request, lambda: send(self, request, *more, **named))
        asked = {"peer.service": known.get(where.netloc, where.hostname)}
        with step(f"{request.method} {template(where.path)}", CLIENT, asked) as made:
            assert made is not None
            return _sent(made, request, lambda: send(self, request, *more, **named))

    HTTPAdapter.send = traced  # type: ignore[method-assign]


def template(path: str) -> str:
    """The path with its ids left out."""
    return _ID.sub("…", path)


def _sent(made: Span, request: PreparedRequest, send: Any) -> Response:
    where = urlsplit(request.url or "")
    made.say({"http.request.method": request.method, "url.path": where.path})
    made.say({"server.address": where.hostname, "server.port": where.port})
    request.headers["traceparent"] = made.traceparent
    response: Response = send()
    received(made, response.status_code)
    return response


def received(made: Span, status: int) -> None:
    """For who asks, a refusal is an error too."""
    made.attributes["http.response.status_code"] = status
    if status >= 400:
        made.error = str(status)
        made.attributes["error.type"] = made.error
