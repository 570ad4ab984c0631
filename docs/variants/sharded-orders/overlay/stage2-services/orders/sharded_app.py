"""The orders service over several databases. Without one of them it serves the other buyers."""

from collections import Counter
from functools import partial
from typing import TYPE_CHECKING

import sqlalchemy as sa

from serving.server import Server
from shop_rules.orders import OPEN

from chassis import conventions, db, loops, operations, routing, shards, telemetry
from chassis.config import BASE, config

from . import routes
from .app import COUNT_EVERY_SECONDS
from .tables import orders

if TYPE_CHECKING:
    from flask import Flask

LEARN_EVERY_SECONDS = 1
_OPEN = sa.select(orders.c.id, orders.c.status).where(orders.c.status.in_(OPEN))


def create_app() -> "Flask":
    telemetry.log_to_stdout()
    app = conventions.create_app(__name__, db.REFUSALS)
    app.register_blueprint(routes.bp, url_prefix=BASE)
    used = {f"shard-{number}": partial(_is_up, number) for number in shards.numbers()}
    checks = operations.blueprint({"database": _is_any_up}, used)
    app.register_blueprint(checks, url_prefix=BASE)
    counted = loops.every(COUNT_EVERY_SECONDS, show_open)
    learned = loops.every(LEARN_EVERY_SECONDS, routing.learn_all)
    loops.start(counted, learned, away=db.AWAY)
    return app


def create_server() -> Server:
    """The application in its server, which reads a request's body before it takes a thread."""
    return Server(create_app(), config().bodies_megabytes)


def show_open() -> None:
    """Count the open orders of all shards, each where it is held."""
    open_now, arrived = Counter(dict.fromkeys(OPEN, 0)), routing.arrived()
    for number in shards.numbers():
        with shards.chosen(number), db.reading() as tx:
            rows = tx.execute(_OPEN).all()
        held = [row for row in rows if routing.shard_of(row.id, arrived) == number]
        open_now.update(row.status for row in held)
    for status, count in open_now.items():
        telemetry.open_orders.labels(status).set(count)


def _is_up(number: int) -> bool:
    with shards.chosen(number):
        return db.is_up()


def _is_any_up() -> bool:
    return any(map(_is_up, shards.numbers()))
