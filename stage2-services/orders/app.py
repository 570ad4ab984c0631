"""The orders service. It accepts orders; its worker settles them: worker.py."""

from typing import TYPE_CHECKING

from serving.server import Server

from chassis import conventions, db, loops, operations, telemetry
from chassis.config import BASE, config

from . import routes, waiting

if TYPE_CHECKING:
    from flask import Flask

COUNT_EVERY_SECONDS = 5


def create_app() -> "Flask":
    telemetry.log_to_stdout()
    app = conventions.create_app(__name__, db.REFUSALS)
    app.register_blueprint(routes.bp, url_prefix=BASE)
    app.register_blueprint(operations.blueprint({"database": db.is_up}), url_prefix=BASE)
    loops.start(loops.every(COUNT_EVERY_SECONDS, waiting.show_open), away=db.AWAY)
    return app


def create_server() -> Server:
    """The application in its server, which reads a request's body before it takes a thread."""
    return Server(create_app(), config().bodies_megabytes)
