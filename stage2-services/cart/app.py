"""The cart service: each person's cart, in Valkey."""

from typing import TYPE_CHECKING

from serving.server import Server

from chassis import connections, conventions, loops, operations, streams, telemetry
from chassis.config import BASE, config

from . import routes, tasks

if TYPE_CHECKING:
    from flask import Flask


def create_app() -> "Flask":
    telemetry.log_to_stdout()
    app = conventions.create_app(__name__, connections.REFUSALS)
    app.register_blueprint(routes.bp, url_prefix=BASE)
    app.register_blueprint(routes.internal, url_prefix=f"{BASE}/internal")
    needed = {"redis": lambda: connections.is_up(connections.durable)}
    app.register_blueprint(operations.blueprint(needed), url_prefix=BASE)
    loops.start(streams.follow({"people": tasks.on_people_event}))
    return app


def create_server() -> Server:
    """The application in its server, which reads a request's body before it takes a thread."""
    return Server(create_app(), config().bodies_megabytes)
