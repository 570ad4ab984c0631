"""The inventory service: stock, and the reservations of orders."""

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
    """The application in its server, which reads a request's body before it takes a thread."""
    return Server(create_app(), config().bodies_megabytes)
