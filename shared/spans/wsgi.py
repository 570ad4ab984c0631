"""Hook: each request that a Flask application answers is a span, within its caller's.

https://opentelemetry.io/docs/specs/semconv/http/http-spans/#http-server-span
"""

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any

from .http import answered
from .recording import span
from .span import SERVER, Span

if TYPE_CHECKING:
    from wsgiref.types import WSGIApplication, WSGIEnvironment


def traced(wsgi_app: "WSGIApplication") -> "WSGIApplication":
    def app(environ: "WSGIEnvironment", start_response: Callable[..., Any]) -> Iterable[bytes]:
        asked = {
            "http.request.method": environ["REQUEST_METHOD"],
            "url.path": environ["PATH_INFO"],
            "server.address": environ.get("SERVER_NAME"),
            "server.port": int(environ.get("SERVER_PORT") or 0),
        }
        sent = environ.get("HTTP_TRACEPARENT")
        with span(environ["REQUEST_METHOD"], SERVER, asked, sent) as made:
            if made is None:
                return wsgi_app(environ, start_response)
            environ["HTTP_TRACEPARENT"] = made.traceparent  # logs and later work are of this trace

            def started(status: str, *more: Any) -> Any:
                answered(made, int(status[:3]))
                _name(made, environ)  # Flask forgets the request when it has been answered
                return start_response(status, *more)

            return wsgi_app(environ, started)

    return app


def _name(made: Span, environ: "WSGIEnvironment") -> None:
    """By the route, which Werkzeug's request knows: a path holds an id."""
    rule = getattr(environ.get("werkzeug.request"), "url_rule", None)
    if rule is not None:
        made.attributes["http.route"] = rule.rule
        made.name = f"{made.name} {rule.rule}"
