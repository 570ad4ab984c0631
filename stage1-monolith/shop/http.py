"""Between Flask and the features: reading bodies, shaping answers, refusing, correlating."""

import json
import time
from urllib.parse import quote

import sqlalchemy as sa
from flask import Flask, Response, g, request
from shop_rules import bodies, cursors, ids, json_bodies, queries, times
from shop_rules import headers as request_headers
from shop_rules.errors import (
    Conflict,
    Malformed,
    MethodNotAllowed,
    NotFound,
    ShopError,
    Unavailable,
)
from werkzeug import exceptions as routing

from . import telemetry
from .config import config

PRIVATE = {"Cache-Control": "no-store"}


def answer(data, status=200, next_cursor=None, headers=()):
    """The contract's envelope."""
    meta = {"timestamp": times.now(), "request_id": g.request_id}
    if next_cursor is not None:
        meta["next_cursor"] = next_cursor
    return _json(
        {"success": True, "data": data, "meta": meta}, status, {**PRIVATE, **dict(headers)}
    )


def page(items, limit, after, *filters):
    """One page of a list that was read one item too far; after(item) is its sort key."""
    shown = items[:limit]
    more = cursors.encode(after(shown[-1]), *filters) if len(items) > limit else None
    return shown, more


def page_asked(*filters, like=("",)):
    """(limit, where to begin) of a list; like: the shape of its cursors."""
    limit, cursor = queries.limit(request.args), request.args.get("cursor")
    return limit, cursors.decode(cursor, *filters, like=like) if cursor is not None else None


def nothing():
    return Response(status=204, headers=PRIVATE)


def body(shape):
    """The request's JSON as an instance of shape."""
    return bodies.checked(shape, parsed_body())


def body_with_key(shape):
    """(body, Idempotency-Key): a missing key is malformed, which is told before an invalid body."""
    content = parsed_body()
    key = request_headers.idempotency_key(request.headers.get("Idempotency-Key"))
    return bodies.checked(shape, content), key


def parsed_body():
    json_bodies.check_type(request.headers.get("Content-Type"))
    return json_bodies.parsed(content(json_bodies.MAX_BYTES))


def content(most):
    """The request's bytes; a longer body is refused, whether or not it says how long it is."""
    json_bodies.check_size(request.content_length or 0, most)
    read = request.environ["wsgi.input"].read(most + 1)
    json_bodies.check_size(len(read), most)
    return read


def create_app(name):
    """A Flask application that speaks the contract's conventions and has no feature yet."""
    app = Flask(name, static_folder=None)
    app.url_map.merge_slashes = False
    app.wsgi_app = _without_prefix(app.wsgi_app)
    app.before_request(_begin)
    app.after_request(_finish)
    app.url_value_preprocessor(_known_ids)
    app.register_error_handler(ShopError, _refuse)
    app.register_error_handler(routing.HTTPException, _refuse_routing)
    app.register_error_handler(sa.exc.IntegrityError, _refuse_race)
    app.register_error_handler(sa.exc.OperationalError, _refuse_without_database)
    app.register_error_handler(sa.exc.TimeoutError, _refuse_without_database)
    app.register_error_handler(Exception, _refuse_with_no_details)
    return app


def _json(content, status, more_headers, media_type="application/json"):
    return Response(json.dumps(content), status, more_headers, content_type=media_type)


def _without_prefix(wsgi_app):
    """Answer under PUBLIC_URL's path as well, for a proxy that passes it on."""
    prefix = config().prefix

    def app(environ, start_response):
        if prefix and environ["PATH_INFO"].startswith(prefix + "/"):
            environ["PATH_INFO"] = environ["PATH_INFO"].removeprefix(prefix)
        return wsgi_app(environ, start_response)

    return app


def _begin():
    g.started = time.perf_counter()
    g.request_id = request_headers.request_id(request.headers.get("X-Request-ID"))
    telemetry.begin(request.headers.get("traceparent"))
    if request.method == "OPTIONS" and request.url_rule:
        return Response(status=204, headers={"Allow": _allowed(request.url_rule.methods)})


def _known_ids(_endpoint, arguments):
    """A malformed id names nothing: as the nil id it takes the way of every unknown one."""
    for name in arguments or {}:
        arguments[name] = ids.known_form(arguments[name])


def _finish(response):
    milliseconds = (time.perf_counter() - g.started) * 1000
    route = request.url_rule.rule if request.url_rule else "none"
    response.headers["X-Request-ID"] = g.request_id
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Server-Timing"] = telemetry.server_timing(milliseconds)
    telemetry.requests_total.labels(request.method, route, response.status_code).inc()
    telemetry.request_seconds.labels(route).observe(milliseconds / 1000)
    telemetry.write(
        "request",
        request_id=g.request_id,
        user_id=g.get("user_id"),
        method=request.method,
        path=request.path,
        status=response.status_code,
        ms=round(milliseconds, 1),
    )
    return response


def _refuse(error):
    problem = error.as_problem(quote(config().prefix + request.path), g.request_id)
    return _json(problem, error.status, {**PRIVATE, **error.headers}, "application/problem+json")


def _refuse_routing(error):
    """What Flask itself refuses: no such path, or not that method on it."""
    if isinstance(error, routing.MethodNotAllowed):
        return _refuse(MethodNotAllowed(_allowed(error.valid_methods)))
    if isinstance(error, routing.NotFound):
        return _refuse(NotFound("No such path."))
    return _refuse(Malformed(error.description))


def _allowed(methods):
    return ", ".join(sorted({*methods, "OPTIONS"}))


def _refuse_race(error):
    telemetry.write("race", request_id=g.request_id, error=str(error.orig))
    return _refuse(Conflict("Somebody changed this at the same time. Try again."))


def _refuse_without_database(error):
    telemetry.write("database away", level=40, request_id=g.request_id, error=str(error))
    return _refuse(Unavailable("The database does not answer."))


def _refuse_with_no_details(error):
    telemetry.log.exception(json.dumps({"event": "bug", "request_id": g.request_id}))
    return _refuse(ShopError("Something went wrong here. The request id tells us where to look."))
