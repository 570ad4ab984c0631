"""Each side refuses what the other holds, reads too: 421 (RFC 9110, 15.5.20), and the gateway asks
again elsewhere.

The fence alone would let a side that does not hold show what it had when it did.
"""

from collections.abc import Callable, Mapping
from types import ModuleType

import sqlalchemy as sa
from flask import Flask, request
from flask.typing import ResponseReturnValue

from shop_rules.errors import ShopError

from .authority import FENCED
from .units import Unit

BASE = "/api/v1"
SHADOW = "X-Shadow-Read"  # from the gateway alone: a read that is compared and shown to no client

# First the lock, as the fence does: a hand-over waits until it is released, and later requests see
# the new holder.
_LOCK = sa.text("SELECT pg_advisory_xact_lock_shared(hashtextextended('move ' || :unit, 0))")
_HOLDER = sa.text("SELECT holder FROM move_state WHERE unit = :unit")


class Moved(ShopError):
    """Another side answers for this, now or in a moment."""

    status, slug, title = 421, "misdirected", "Misdirected request"


def holder(tx: sa.Connection, unit: str) -> str:
    """Where nothing moves yet, the old side."""
    return tx.scalar(_HOLDER, {"unit": unit}) or "old"


def locked_holder(tx: sa.Connection, unit: str) -> str:
    """The same; it does not change until the transaction ends."""
    tx.execute(_LOCK, {"unit": unit})
    return holder(tx, unit)


def put(module: ModuleType, **functions: object) -> None:
    """In the place of those of that name."""
    for name, function in functions.items():
        if not hasattr(module, name):
            raise LookupError(f"{module.__name__} has no {name} any more")
        setattr(module, name, function)


def protect(app: Flask, check: Callable[[Unit], None], held: Mapping[str, Unit]) -> None:
    """check(unit) raises Moved where this side does not hold the unit. held: units by the outermost
    blueprint of a route, since a path as it was sent and as it is understood may differ."""

    def guard() -> None:
        unit = held.get(request.blueprints[-1]) if request.blueprints else None
        if unit:
            check(unit)

    app.before_request(guard)
    turn_fence_into_moved(app)


def turn_fence_into_moved(app: Flask) -> None:
    """What the fence cut is 421 as well: nothing of that transaction has happened."""
    known = app.error_handler_spec[None][None]
    refuse, fail = map(app.ensure_sync, (known[ShopError], known[Exception]))

    def refused(error: sa.exc.DBAPIError) -> ResponseReturnValue:
        if getattr(error.orig, "sqlstate", None) == FENCED:
            return refuse(Moved("This is answered elsewhere now."))
        return fail(error)

    app.register_error_handler(sa.exc.DatabaseError, refused)
    app.register_error_handler(sa.exc.InternalError, refused)
