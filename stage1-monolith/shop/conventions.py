"""What every request has in common: ids, correlation, and one form of error response."""

import time
from collections.abc import Callable, Iterable
from urllib.parse import quote
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

import sqlalchemy as sa
from flask import Flask, Response, current_app, g, request
from werkzeug import exceptions as routing
from werkzeug.routing import BaseConverter

from serving import bodies, room
from shop_rules import headers, ids
from shop_rules.errors import (
    BUG,
    Conflict,
    Malformed,
    MethodNotAllowed,
    NotFound,
    RequestTimeout,
    ShopError,
    Unavailable,
)
from spans.wsgi import traced

from . import http, telemetry, versions
from .config import config

# How the failure of a body to arrive is answered: {exception: the error it becomes}.
BODY_REFUSALS: dict[type[Exception], Callable[[Exception], ShopError]] = {
    bodies.TooSlow: lambda error: RequestTimeout("The body came too slowly."),
    bodies.CutShort: lambda error: Malformed("The body ended too early."),
    room.NoRoom: lambda error: Unavailable("Too many bodies are arriving at once."),
}


def create_app(name: str) -> Flask:
    """A Flask application with the contract's conventions and no features yet."""
    app = Flask(name, static_folder=None)
    app.url_map.merge_slashes = False
    app.url_map.converters["default"] = _Id
    app.wsgi_app = _without_prefix(traced(versions.adapted(app.wsgi_app)))  # type: ignore[assignment, method-assign]
    app.before_request(_begin)
    app.after_request(_finish)
    app.register_error_handler(ShopError, _refuse)
    app.register_error_handler(routing.HTTPException, _refuse_routing)
    for failure, refusal in BODY_REFUSALS.items():
        app.register_error_handler(failure, _refusing(refusal))
    app.register_error_handler(sa.exc.IntegrityError, _refuse_race)
    app.register_error_handler(sa.exc.OperationalError, _refuse_without_database)
    app.register_error_handler(sa.exc.TimeoutError, _refuse_without_database)
    app.register_error_handler(Exception, _refuse_with_no_details)
    return app


def _without_prefix(wsgi_app: WSGIApplication) -> WSGIApplication:
    """Also answer under PUBLIC_URL's path, for a proxy that doesn't strip it."""
    prefix = config().prefix

    def app(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        if prefix and environ["PATH_INFO"].startswith(prefix + "/"):
            environ["PATH_INFO"] = environ["PATH_INFO"].removeprefix(prefix)
        return wsgi_app(environ, start_response)

    return app


def _begin() -> Response | None:
    g.started = time.perf_counter()
    g.request_id = headers.request_id(request.headers.get("X-Request-ID"))
    telemetry.begin(request.headers.get("traceparent"))
    versions.check()
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
    versions.answer(response)
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
        path=versions.path(),
        request_id=g.request_id,
        user_id=g.get("user_id"),
    )
    return response


def _refuse(error: ShopError) -> Response:
    problem = error.as_problem(quote(config().prefix + request.path), g.request_id)
    return http.as_json(problem, error.status, error.headers, "application/problem+json")


def _refusing(refusal: Callable[[Exception], ShopError]) -> Callable[[Exception], Response]:
    return lambda error: _refuse(refusal(error))


def _refuse_routing(error: routing.HTTPException) -> Response:
    """Answer what Flask itself rejects: an unknown path, or a method it doesn't allow."""
    if isinstance(error, routing.MethodNotAllowed):
        return _refuse(MethodNotAllowed(_allowed(error.valid_methods or ())))
    if isinstance(error, routing.NotFound):
        return _refuse(NotFound("No such path."))
    return _refuse(Malformed(error.description or ""))


def _allowed(methods: Iterable[str]) -> str:
    return ", ".join(sorted({*methods, "OPTIONS"}))


def _refuse_race(error: sa.exc.IntegrityError) -> Response:
    what = str(error.orig).partition("\n")[0]  # the next line contains the values
    telemetry.write("race", request_id=g.request_id, error=what)
    return _refuse(Conflict("This was changed at the same time. Try again."))


def _refuse_without_database(error: sa.exc.SQLAlchemyError) -> Response:
    telemetry.write("database unavailable", level=40, request_id=g.request_id, error=str(error))
    return _refuse(Unavailable("The database is unavailable."))


def _refuse_with_no_details(error: Exception) -> Response:
    telemetry.write_failure("bug", error, request_id=g.request_id)
    return _refuse(ShopError(BUG))
