"""A service of stage 2 during a move: the unchanged application, with the guard before its routes.

SERVICE says which one, as it does for the service itself.
"""

from importlib import import_module
from types import SimpleNamespace
from typing import TYPE_CHECKING

from flask import request

from serving.server import Server

from chassis import connections, db
from chassis.config import config

from . import carts, exchanges, guard, neighbors
from .guard import Moved
from .units import ACCOUNTS, Unit, of_service

if TYPE_CHECKING:
    from flask import Flask

CART = "cart"


def create_app() -> "Flask":
    neighbors.ask_who_holds()
    if config().service == ACCOUNTS.name:
        _plug_accounts()
    app: Flask = import_module(f"{config().service}.app").create_app()
    own = of_service(config().service)
    if own is None:
        raise LookupError(f"{config().service} is a service of no unit")
    if config().service == CART:
        _fence_carts()
    if config().service == ACCOUNTS.name:
        exchanges.install(app, import_module("accounts.elsewhere"))
    guard.protect(app, check, dict.fromkeys([*own.features, "internal"], own))
    return app


def create_server() -> Server:
    return Server(create_app(), config().bodies_megabytes)


def check(unit: Unit) -> None:
    is_shadow = request.method == "GET" and guard.SHADOW in request.headers
    if not is_shadow and not is_held(unit):
        raise Moved(f"{unit.name} is not held here.")


def is_held(unit: Unit) -> bool:
    if config().service == CART:
        found = carts.state()
        return found is not None and found.holder == "new"
    with db.reading() as tx:
        return guard.holder(tx, unit.name) == "new"


def _plug_accounts() -> None:
    from accounts import peers, sign_ins

    from . import sessions

    guard.put(peers, connections=sessions.Connections)
    forget = sign_ins.forget_what_is_over

    def forget_what_is_over() -> None:
        """Skip this while stage 1 holds the accounts: the fence would refuse it each time."""
        if is_held(ACCOUNTS):
            forget()

    guard.put(sign_ins, forget_what_is_over=forget_what_is_over)


def _fence_carts() -> None:
    """Give the cart a client that checks who holds, since its store has no triggers."""
    from cart import store

    def fenced() -> carts.Fenced:
        return carts.Fenced(connections.durable())

    guard.put(store, connections=SimpleNamespace(durable=fenced))
