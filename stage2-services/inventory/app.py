"""The inventory service: how many there are, and for whom they are held."""

from typing import TYPE_CHECKING

from serving.server import Server

from chassis import conventions, db, loops, operations, outbox, telemetry
from chassis.config import BASE, config

from . import routes

if TYPE_CHECKING:
    from flask import Flask

HOUSEKEEPING_SECONDS = 300


def create_app() -> "Flask":
    telemetry.log_to_stdout()
    app = conventions.create_app(__name__, db.REFUSALS)
    app.register_blueprint(routes.bp, url_prefix=BASE)
    app.register_blueprint(routes.internal, url_prefix=f"{BASE}/internal")
    app.register_blueprint(operations.blueprint({"database": db.is_up}), url_prefix=BASE)
    forget_old = loops.every(HOUSEKEEPING_SECONDS, outbox.forget_old)
    loops.start(outbox.relay(), forget_old, away=db.AWAY)
    return app


def create_server() -> Server:
    """The application behind its door, where bodies are read before a thread is taken."""
    return Server(create_app(), config().bodies_megabytes)
