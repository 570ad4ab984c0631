"""Hook: each request that is sent by `requests` is a span, and carries it on as `traceparent`.

https://opentelemetry.io/docs/specs/semconv/http/http-spans/#http-client-span
"""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from requests import PreparedRequest, Response
from requests.adapters import HTTPAdapter

from .http import received, template
from .recording import current, step
from .span import CLIENT, Span


def install(peers: Mapping[str, str], other: str | None = None) -> None:
    """For the rest of this process. peers: {URL: the name of the part there}. other: of all else,
    instead of its host."""
    known = {urlsplit(url).netloc: name for url, name in peers.items()}
    send = HTTPAdapter.send

    def traced(self: HTTPAdapter, request: PreparedRequest, *more: Any, **named: Any) -> Response:
        within = current()
        if within is None:
            return send(self, request, *more, **named)
        where = urlsplit(request.url or "")
        if within.kind == CLIENT and "peer.service" in within.attributes:  # it is this call's own
            return _sent(within, request, lambda: send(self, request, *more, **named))
        asked = {"peer.service": known.get(where.netloc, other or where.hostname)}
        with step(f"{request.method} {template(where.path)}", CLIENT, asked) as made:
            assert made is not None
            return _sent(made, request, lambda: send(self, request, *more, **named))

    HTTPAdapter.send = traced  # type: ignore[method-assign]


def _sent(made: Span, request: PreparedRequest, send: Any) -> Response:
    where = urlsplit(request.url or "")
    made.say({"http.request.method": request.method, "url.path": where.path})
    made.say({"server.address": where.hostname, "server.port": where.port})
    request.headers["traceparent"] = made.traceparent
    try:
        response: Response = send()
    except Exception as error:
        made.error = type(error).__name__
        raise
    received(made, response.status_code)
    return response
