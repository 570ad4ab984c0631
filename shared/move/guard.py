"""Makes each side refuse requests for what the other side holds, with 421 (RFC 9110, 15.5.20).

The gateway then asks the other side. Reads are refused too: the fence stops only writes, so a side
that no longer holds a unit would show out-of-date rows.
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
SHADOW = "X-Shadow-Read"  # set by the gateway only: this read is compared, and no client sees it

# The lock comes first, as in the fence: a hand-over waits until it is released, and later requests
# see the new holder.
_LOCK = sa.text("SELECT pg_advisory_xact_lock_shared(hashtextextended('move ' || :unit, 0))")
_HOLDER = sa.text("SELECT holder FROM move_state WHERE unit = :unit")


class Moved(ShopError):
    """The other side holds this, or will in a moment."""

    status, slug, title = 421, "misdirected", "Misdirected request"


def holder(tx: sa.Connection, unit: str) -> str:
    """The holder according to this database: the old side, if the move hasn't begun."""
    return tx.scalar(_HOLDER, {"unit": unit}) or "old"


def locked_holder(tx: sa.Connection, unit: str) -> str:
    """The same, locked until the transaction ends."""
    tx.execute(_LOCK, {"unit": unit})
    return holder(tx, unit)


def put(module: ModuleType, **functions: object) -> None:
    """Replace functions of a module. LookupError if it has none of that name."""
    for name, function in functions.items():
        if not hasattr(module, name):
            raise LookupError(f"{module.__name__} has no {name} any more")
        setattr(module, name, function)


def protect(app: Flask, check: Callable[[Unit], None], held: Mapping[str, Unit]) -> None:
    """Call check(unit) before each request; it raises Moved if this side doesn't hold the unit.

    held: {outermost blueprint of the route: unit}. The path isn't used, because the path that was
    sent may differ from the one that Flask routes. ValueError if a route belongs to no unit.
    """
    features = {endpoint.partition(".")[0] for endpoint in app.view_functions if "." in endpoint}
    if strange := features - {*held, "operations"}:
        raise ValueError(f"No unit guards {', '.join(sorted(strange))}: see units.py")

    def guard() -> None:
        unit = held.get(request.blueprints[-1]) if request.blueprints else None
        if unit:
            check(unit)

    app.before_request(guard)
    turn_fence_into_moved(app)


def turn_fence_into_moved(app: Flask) -> None:
    """Respond with 421 if the fence refused a write: that transaction was rolled back."""
    known = app.error_handler_spec[None][None]
    refuse, fail = map(app.ensure_sync, (known[ShopError], known[Exception]))

    def refused(error: sa.exc.DBAPIError) -> ResponseReturnValue:
        if getattr(error.orig, "sqlstate", None) == FENCED:
            return refuse(Moved("This is answered elsewhere now."))
        return fail(error)

    app.register_error_handler(sa.exc.DatabaseError, refused)
    app.register_error_handler(sa.exc.InternalError, refused)
