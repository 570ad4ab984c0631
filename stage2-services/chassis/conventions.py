"""What every request has in common: ids, correlation, and one form of error response."""

import time
from collections.abc import Callable, Iterable, Mapping
from typing import Any
from urllib.parse import quote

from flask import Flask, Response, current_app, g, request
from werkzeug import exceptions as routing
from werkzeug.routing import BaseConverter

from serving import bodies, room
from shop_rules import headers, ids, policies
from shop_rules.errors import (
    BUG,
    Malformed,
    MethodNotAllowed,
    NotFound,
    RequestTimeout,
    ShopError,
    Unavailable,
)
from spans.wsgi import traced

from . import calls, http, people, telemetry, tracing
from .config import config
from .people import People

Refusal = Callable[[Any], ShopError]  # of the exception that it stands beside
Refusals = Mapping[type[Exception], Refusal]

# How the failure of a body to arrive is answered: {exception: the error it becomes}.
BODY_REFUSALS: Refusals = {
    bodies.TooSlow: lambda error: RequestTimeout("The body came too slowly."),
    bodies.CutShort: lambda error: Malformed("The body ended too early."),
    room.NoRoom: lambda error: Unavailable("Too many bodies are arriving at once."),
}


def create_app(name: str, *refusals: Refusals, people: People = people) -> Flask:
    """A Flask application with the contract's conventions and no features yet.

    refusals: {exception: the function that turns it into a ShopError}.
    people: the module that finds people and sessions.
    """
    policies.load()
    app = Flask(name, static_folder=None)
    app.config["PEOPLE"] = people
    app.url_map.merge_slashes = False
    app.url_map.converters["default"] = _Id
    tracing.begin()
    calls.trace()
    app.wsgi_app = traced(app.wsgi_app)  # type: ignore[assignment, method-assign]
    app.before_request(_begin)
    app.after_request(_finish)
    app.register_error_handler(ShopError, _refuse)
    app.register_error_handler(routing.HTTPException, _refuse_routing)
    for exception, refusal in [
        pair for some in (BODY_REFUSALS, *refusals) for pair in some.items()
    ]:
        app.register_error_handler(exception, _refusing(refusal))
    app.register_error_handler(Exception, _refuse_with_no_details)
    return app


def _begin() -> Response | None:
    g.started = time.perf_counter()
    g.request_id = headers.request_id(request.headers.get("X-Request-ID"))
    telemetry.begin(request.headers.get("traceparent"), g.request_id)
    if request.method == "OPTIONS" and request.url_rule:
        adapter = current_app.create_url_adapter(request)
        methods = adapter.allowed_methods() if adapter else ()
        return Response(status=204, headers={"Allow": _allowed(methods)})
    return None


class _Id(BaseConverter):
    """A part of a path that is an id, and not the name of a fixed path beside it.

    A malformed id becomes the nil id, which is handled like any other unknown id.
    """

    regex = r"(?!bestsellers\Z)[^/]+"
    part_isolating = True

    def to_python(self, value: str) -> str:
        return ids.known_form(value)


def _finish(response: Response) -> Response:
    milliseconds = (time.perf_counter() - g.started) * 1000
    if response.status_code == 204:
        del response.headers["Content-Type"]
    response.headers.setdefault("Cache-Control", "no-store")
    response.headers["X-Request-ID"] = g.request_id
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Server-Timing"] = telemetry.server_timing(milliseconds)
    telemetry.count_request(
        request.method,
        request.url_rule.rule if request.url_rule else "none",
        response.status_code,
        milliseconds,
        path=request.path,
        request_id=g.request_id,
        user_id=g.get("user_id"),
    )
    return response


def _refuse(error: ShopError) -> Response:
    problem = error.as_problem(quote(config().prefix + request.path), g.request_id)
    return http.as_json(problem, error.status, error.headers, "application/problem+json")


def _refuse_routing(error: routing.HTTPException) -> Response:
    """Answer what Flask itself rejects: an unknown path, or a method it doesn't allow."""
    if isinstance(error, routing.MethodNotAllowed):
        return _refuse(MethodNotAllowed(_allowed(error.valid_methods or ())))
    if isinstance(error, routing.NotFound):
        return _refuse(NotFound("No such path."))
    return _refuse(Malformed(error.description or ""))


def _allowed(methods: Iterable[str]) -> str:
    return ", ".join(sorted({*methods, "OPTIONS"}))


def _refusing(refusal: Refusal) -> Callable[[Exception], Response]:
    return lambda error: _refuse(refusal(error))


def _refuse_with_no_details(error: Exception) -> Response:
    telemetry.write_failure("bug", error, request_id=g.request_id)
    return _refuse(ShopError(BUG))
