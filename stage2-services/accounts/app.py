"""The accounts service: people, sessions, and sign-ins."""

from types import SimpleNamespace
from typing import TYPE_CHECKING

from serving.server import Server

from chassis import connections, conventions, db, loops, operations, outbox, telemetry
from chassis.config import BASE, config

from . import elsewhere, internal, routes, sessions, sign_ins, store

if TYPE_CHECKING:
    from flask import Flask

HOUSEKEEPING_SECONDS = 300
THREADS = 96  # more than the requests that may wait for a password hash: hashing.py


def create_app() -> "Flask":
    telemetry.log_to_stdout()
    people = SimpleNamespace(roles_in=sessions.roles_in, exists=store.exists)  # no need to ask
    app = conventions.create_app(__name__, db.REFUSALS, connections.REFUSALS, people=people)
    app.register_blueprint(routes.bp, url_prefix=BASE)
    app.register_blueprint(internal.internal, url_prefix=f"{BASE}/internal")
    app.register_blueprint(operations.blueprint({"database": db.is_up}), url_prefix=BASE)
    loops.start(
        outbox.relay(),
        loops.every(HOUSEKEEPING_SECONDS, sign_ins.forget_what_is_over),
        loops.every(HOUSEKEEPING_SECONDS, elsewhere.forget_what_is_over),
        loops.every(HOUSEKEEPING_SECONDS, outbox.forget_old),
        away=db.AWAY,
    )
    return app


def create_server() -> Server:
    """The application in its server, which reads a request's body before it takes a thread."""
    return Server(create_app(), config().bodies_megabytes, THREADS)
