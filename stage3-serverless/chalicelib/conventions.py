"""What every request has in common: ids, correlation, and one form of error response.

Chalice words an exception in its own way before a middleware sees it, and so does API Gateway for
a path or method it does not know. So one route matches everything, and the middleware calls the
view.
"""

import re
import time
from collections.abc import Callable, Mapping
from functools import cache, partial
from urllib.parse import quote

from chalice import Chalice, Response
from chalice.app import Request, RouteEntry

from shop_rules import ids
from shop_rules.errors import BUG, Conflict, MethodNotAllowed, NotFound, ShopError
from shop_rules.exchange import Exchange
from spans import recording
from spans.http import answered
from spans.span import SERVER

from . import auth, db, http, telemetry, tracing, versions

Views = dict[str, dict[str, RouteEntry]]  # by path and method

METHODS = ["GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE"]
PREFIX = "/v1"
EVERYTHING = "/{proxy+}"


def keep(app: Chalice) -> None:
    """Apply the conventions. Call it when all features have registered their routes."""
    # Without ids first: bestsellers is no id.
    paths = sorted(app.routes, key=lambda path: path.count("{"))
    views = {path: dict(app.routes[path]) for path in paths}
    for path, entries in views.items():
        app.route(path, methods=[name for name in METHODS if name not in entries])(_unreachable)
    for path in ("/", EVERYTHING):
        app.route(path, methods=METHODS)(_unreachable)
    app.middleware("http")(partial(_answer, views))


def _unreachable(**_: object) -> Response:
    raise AssertionError("the middleware answers before this is called")


def _answer(
    views: Views, request: Request, _get_response: Callable[[Request], Response]
) -> Response:
    said = {"http.request.method": request.method, "url.path": _path(request)}
    sent = request.headers.get("traceparent")
    with recording.span(request.method, SERVER, said, sent) as made:
        response = _of_contract(views, request, recording.traceparent() or sent)
        if made:
            answered(made, response.status_code)
    tracing.flush()
    return response


def _of_contract(views: Views, request: Request, traceparent: str | None) -> Response:
    started = time.perf_counter()
    http.begin(request)
    auth.caller_id.set(None)
    telemetry.begin(traceparent)
    exchange = None
    try:
        exchange = versions.asked(request)
        http.adapt(exchange)
        response = _answered(views, request, exchange)
    except ShopError as error:
        response = _refuse(request, error)
    except db.Lost as error:
        telemetry.write("race", request_id=http.request_id(), error=repr(error))
        race = Conflict("This was changed at the same time. Try again.")
        response = _refuse(request, race)
    except Exception as error:
        response = _refuse_with_no_details(request, error)
    if exchange:
        versions.answer(exchange, response)
    milliseconds = (time.perf_counter() - started) * 1000
    return _finished(request, response, milliseconds, exchange)


def _answered(views: Views, request: Request, exchange: Exchange) -> Response:
    path, values = _route(views, PREFIX + exchange.path(exchange.asked.path))
    recording.name(f"{request.method} {path}", {"http.route": path})
    allowed = _allowed(views[path])
    if request.method == "OPTIONS":
        return http.nothing(headers={"Allow": ", ".join(sorted(allowed))})
    if request.method not in allowed:
        raise MethodNotAllowed(", ".join(sorted(allowed)))
    method = "GET" if request.method == "HEAD" else request.method
    return views[path][method].view_function(**values)


def _allowed(entries: Mapping[str, RouteEntry]) -> set[str]:
    return {*entries, "OPTIONS"} | ({"HEAD"} if "GET" in entries else set())


def _route(views: Views, path: str) -> tuple[str, dict[str, str]]:
    """(the route's path, the ids in it)"""
    for route in views:
        match = _pattern(route).fullmatch(path)
        if match:
            named = match.groupdict().items()
            return route, {name: ids.known_form(value) for name, value in named}
    raise NotFound("No such path.")


@cache
def _pattern(route: str) -> re.Pattern[str]:
    return re.compile(re.sub(r"\{(\w+)\}", r"(?P<\1>[^/]+)", route))


def _path(request: Request) -> str:
    """The path as requested, decoded once, with the API's stage before it."""
    return request.context["path"]


def _finished(
    request: Request, response: Response, milliseconds: float, exchange: Exchange | None
) -> Response:
    response.headers.setdefault("Cache-Control", "no-store")
    response.headers["X-Request-ID"] = http.request_id()
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Server-Timing"] = telemetry.server_timing(milliseconds)
    telemetry.count_request(
        request.method,
        request.path,
        response.status_code,
        milliseconds,
        path=_path(request),
        version=exchange.asked.version if exchange else "none",
        request_id=http.request_id(),
        user_id=auth.caller_id.get(),
    )
    return response


def _refuse(request: Request, error: ShopError) -> Response:
    problem = error.as_problem(quote(_path(request)), http.request_id())
    return http.as_json(problem, error.status, error.headers, "application/problem+json")


def _refuse_with_no_details(request: Request, error: Exception) -> Response:
    telemetry.write_failure("bug", error, request_id=http.request_id())
    return _refuse(request, ShopError(BUG))
