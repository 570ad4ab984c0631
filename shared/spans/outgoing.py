"""Hook: each request that is sent by `requests` is a span, and carries it on as `traceparent`.

https://opentelemetry.io/docs/specs/semconv/http/http-spans/#http-client-span
"""

from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import urlsplit

from requests import ConnectionError, PreparedRequest, Response
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
        within, is_stream = current(), bool(more[0] if more else named.get("stream"))
        if within is None:
            return send(self, request, *more, **named)

        def answer() -> Response:
            return send(self, request, *more, **named)

        where = urlsplit(request.url or "")
        if within.kind == CLIENT and "peer.service" in within.attributes:  # it is this call's own
            return _sent(within, request, answer, is_stream)
        asked = {"peer.service": known.get(where.netloc, other or where.hostname)}
        with step(f"{request.method} {template(where.path)}", CLIENT, asked) as made:
            assert made is not None
            return _sent(made, request, answer, is_stream)

    HTTPAdapter.send = traced  # type: ignore[method-assign]


def _sent(
    made: Span, request: PreparedRequest, answer: Callable[[], Response], is_stream: bool
) -> Response:
    where = urlsplit(request.url or "")
    made.say({"http.request.method": request.method, "url.path": where.path})
    made.say({"server.address": where.hostname, "server.port": where.port})
    request.headers["traceparent"] = made.traceparent
    try:
        response = answer()
        received(made, response.status_code)
        if not is_stream:
            _ = response.content  # read it within the span: the line may break after the head
    except Exception as error:
        made.error = made.attributes["error.type"] = _type(error)
        raise
    return response


def _type(error: Exception) -> str:
    """The type of what went wrong. ConnectionError alone does not say whether there was no
    connection, or it broke: that is the type of its cause, of urllib3."""
    cause = error.args[0] if error.args and isinstance(error, ConnectionError) else error
    return type(getattr(cause, "reason", cause)).__name__
