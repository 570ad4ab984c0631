"""The notifications service: turns events of orders into messages for their owners."""

from typing import TYPE_CHECKING

from serving.server import Server

from chassis import conventions, db, inbox, loops, operations, streams, telemetry
from chassis.config import BASE, config

from . import routes, tasks

if TYPE_CHECKING:
    from flask import Flask

HOUSEKEEPING_SECONDS = 300


def create_app() -> "Flask":
    telemetry.log_to_stdout()
    app = conventions.create_app(__name__, db.REFUSALS)
    app.register_blueprint(routes.bp, url_prefix=BASE)
    app.register_blueprint(operations.blueprint({"database": db.is_up}), url_prefix=BASE)
    followed: streams.Handlers = {"orders": tasks.on_order_event, "people": tasks.on_people_event}
    loops.start(
        streams.follow(followed, db.AWAY),
        loops.every(HOUSEKEEPING_SECONDS, inbox.forget_old),
        away=db.AWAY,
    )
    return app


def create_server() -> Server:
    """The application in its server, which reads a request's body before it takes a thread."""
    return Server(create_app(), config().bodies_megabytes)
