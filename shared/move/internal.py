"""The internal routes of accounts and inventory, in stage 1, for services that have moved.

Only services may call them, each with its own service token, as in stage 2.
"""

import sqlalchemy as sa
from flask import Blueprint, Response, request

from shop import db, http
from shop.accounts import sessions, visitors
from shop.accounts.store import users
from shop.inventory import store as inventory
from shop_rules import headers
from shop_rules.errors import NotFound
from shop_rules.roles import among
from shop_rules.shapes import ProductId, UserId

from chassis import service_tokens
from chassis.shapes import Person, Session, Visitor

from . import guard
from .guard import Moved
from .units import ACCOUNTS, CHECKOUT, Unit

bp = Blueprint("internal", __name__)
ASK_OF_SESSIONS = ["catalog", "notifications", "inventory", "cart", "orders", "payments"]
STANDS_FOR = ["accounts", "inventory"]  # audiences it accepts: services that have not moved yet


@bp.get("/sessions/<session_id>")
def show_session(session_id: str) -> Response:
    _service(*ASK_OF_SESSIONS)
    query = sa.select(users.c.id, users.c.role, users.c.roles).join(sessions.sessions)
    living = query.where(sessions.sessions.c.id == session_id, sessions.is_alive())
    with db.reading() as tx:
        _hold(tx, ACCOUNTS)
        found = tx.execute(living).one_or_none()
    if found is None:
        raise NotFound("No such session.")
    session: Session = {
        "user_id": found.id,
        "role": found.role,
        "roles": among(found.roles.split()),
    }
    return http.answer(session)


@bp.get("/people/<user_id>")
def show_person(user_id: UserId) -> Response:
    _service("notifications", "cart", "orders")
    with db.reading() as tx:
        _hold(tx, ACCOUNTS)
        if not tx.scalar(sa.select(sa.exists().where(users.c.id == user_id))):
            raise NotFound("No such user.")
    person: Person = {"id": user_id}
    return http.answer(person)


@bp.put("/people/<user_id>/visitor")
def show_visitor(user_id: UserId) -> Response:
    _service("catalog")
    with db.transaction("visitor_key_for_a_service") as tx:
        _hold(tx, ACCOUNTS)
        key = visitors.key_of(tx, user_id)
    visitor: Visitor = {"key": key}
    return http.answer(visitor)


@bp.get("/stock")
def list_available() -> Response:
    _service("catalog")
    asked = [ProductId(each) for each in request.args["ids"].split(",")]
    with db.reading() as tx:
        _hold(tx, CHECKOUT)
        return http.answer(inventory.available(tx, asked))


@bp.put("/stock/<product_id>")
def open_stock(product_id: ProductId) -> Response:
    """Create the product's stock of 0. Idempotent."""
    _service("catalog")
    none = {"available": 0, "reserved": 0, "sold": 0}
    with db.transaction("open_stock") as tx:
        _hold(tx, CHECKOUT)
        db.insert_if_absent(tx, inventory.stock, product_id=product_id, **none)
    return http.nothing()


def _hold(tx: db.Tx, unit: Unit) -> None:
    """Lock the unit's holder until the transaction ends. Raises Moved if that isn't this side."""
    if guard.locked_holder(tx, unit.name) != "old":
        raise Moved(f"{unit.name} is not held here.")


def _service(*names: str) -> None:
    """Raise 401 without a valid service token for this process, 403 if another service made it."""
    token = headers.bearer(request.headers.get("Authorization"))
    service_tokens.check(token, names, STANDS_FOR)
