"""A service of stage 2 in the middle of a move: as it is, with the guard before its routes.

Which one: SERVICE, as for the service itself.
"""

from importlib import import_module
from typing import TYPE_CHECKING

from flask import request

from serving.server import Server

from chassis import db
from chassis.config import config

from . import guard
from .guard import Moved
from .units import Unit, of_service

if TYPE_CHECKING:
    from flask import Flask


def create_app() -> "Flask":
    app: Flask = import_module(f"{config().service}.app").create_app()
    own = of_service(config().service)
    if own is None:
        raise LookupError(f"{config().service} is a service of no unit")
    guard.protect(app, check, dict.fromkeys([*own.features, "internal"], own))
    return app


def create_server() -> Server:
    return Server(create_app(), config().bodies_megabytes)


def check(unit: Unit) -> None:
    if request.method == "GET" and guard.SHADOW in request.headers:
        return
    with db.reading() as tx:
        if guard.holder(tx, unit.name) != "new":
            raise Moved(f"{unit.name} is not held here.")


def is_held(unit: Unit) -> bool:
    with db.reading() as tx:
        return guard.holder(tx, unit.name) == "new"
