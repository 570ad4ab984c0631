"""The catalog service: what is sold, and its images. Its worker: worker.py."""

from typing import TYPE_CHECKING

from serving.server import Server

from chassis import cache, connections, conventions, db, loops, objects, operations, telemetry
from chassis.config import BASE, config

from . import clickstream, routes

if TYPE_CHECKING:
    from flask import Flask

SHOW_SECONDS = 5


def create_app() -> "Flask":
    telemetry.log_to_stdout()
    app = conventions.create_app(__name__, db.REFUSALS, connections.REFUSALS)
    app.register_blueprint(routes.bp, url_prefix=BASE)
    app.register_blueprint(routes.internal, url_prefix=f"{BASE}/internal")
    used = {"pictures": objects.is_up, "cache": lambda: connections.is_up(connections.volatile)}
    app.register_blueprint(operations.blueprint({"database": db.is_up}, used), url_prefix=BASE)
    shown = loops.every(SHOW_SECONDS, clickstream.show_counts)
    loops.start(cache.listener(), shown, away=db.AWAY)
    return app


def create_server() -> Server:
    """The application in its server, which reads a request's body before it takes a thread."""
    return Server(create_app(), config().bodies_megabytes)
