"""Builds the sandbox's application."""

import json
import os
import sys
import time
import traceback
from collections import deque
from collections.abc import Callable, Mapping
from pathlib import Path

from flask import Flask, Response, g, request
from flask.json.provider import DefaultJSONProvider
from werkzeug.exceptions import HTTPException

from serving import bodies
from serving.room import NoRoom
from serving.server import Server

from .about import about
from .control import control
from .errors import Body, Refusal, unrecognized_url
from .ledger import Ledger
from .pages import LOOPBACK, refuse_pages
from .payments import payments

LARGEST_BODY = 64 * 1024  # bytes
WITHOUT_BODY = {
    bodies.TooSlow: (408, "The body came too slowly."),
    bodies.CutShort: (400, "The body ended too early."),
    NoRoom: (503, "Too many bodies are arriving at once."),
}


def create_app(environment: Mapping[str, str] = os.environ) -> Flask:
    app = Flask(__name__)
    if isinstance(app.json, DefaultJSONProvider):
        app.json.sort_keys = False
    app.config["MAX_CONTENT_LENGTH"] = LARGEST_BODY
    app.config["PAYMENT_KEY"] = _setting(environment, "PAYMENT_KEY")
    names = (*LOOPBACK, *environment.get("HOST_NAMES", "").split())
    data = Path(_setting(environment, "DATA"))
    ledger = Ledger(data, faults=environment.get("FAULTS") == "1")
    # The call log is in memory: it is for observation. Only the ledger must survive a restart.
    calls: deque[dict[str, object]] = deque(maxlen=500)

    @app.before_request
    def begin() -> None:
        g.started = time.perf_counter()
        g.ledger, g.calls = ledger, calls
        refuse_pages(names)
        request.get_data()  # read it before changing anything: see serving/server.py

    app.after_request(_log)
    app.register_blueprint(payments)
    app.register_blueprint(control)
    app.register_blueprint(about)
    app.register_error_handler(Refusal, lambda refusal: (refusal.body, refusal.status))
    for failure, (status, message) in WITHOUT_BODY.items():
        app.register_error_handler(failure, _refusing(status, message))
    app.register_error_handler(HTTPException, _refused_by_flask)
    app.register_error_handler(Exception, _failed)
    return app


def create_server() -> Server:
    """The application behind a server that reads bodies before it takes a thread."""
    return Server(create_app())


def _setting(environment: Mapping[str, str], name: str) -> str:
    if not environment.get(name):
        raise RuntimeError(f"The payment sandbox needs {name} in its environment.")
    return environment[name]


def _refused_by_flask(error: HTTPException) -> tuple[Body, int]:
    if error.code in (404, 405):  # Stripe answers both alike.
        refusal = unrecognized_url(request.method, request.path)
    else:
        refusal = Refusal(error.code or 500, error.description or "")
    return refusal.body, refusal.status


def _refusing(status: int, message: str) -> Callable[[Exception], tuple[Body, int]]:
    return lambda error: (Refusal(status, message).body, status)


def _failed(error: Exception) -> tuple[Body, int]:
    trace = "".join(traceback.format_exception(error))
    _write({"error": type(error).__name__, "path": request.path, "trace": trace})
    return Refusal(500, "The sandbox itself failed; its log says why.", kind="api_error").body, 500


def _log(response: Response) -> Response:
    took = time.perf_counter() - g.started
    _write(
        {
            "at": round(time.time(), 3),
            "method": request.method,
            "path": request.path,
            "status": response.status_code,
            "ms": round(took * 1000, 1),
        }
    )
    return response


def _write(line: dict[str, object]) -> None:
    sys.stdout.write(json.dumps(line) + "\n")
    sys.stdout.flush()
