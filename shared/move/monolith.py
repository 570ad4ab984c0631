"""Stage 1 during a move: the unchanged application, with some functions replaced.

Features call each other only through peers.py. Replacing functions there is enough to make the cart
ask a service for its products. Background work runs only for units that stage 1 holds.
"""

import threading
import time
from collections.abc import Callable, Collection
from typing import TYPE_CHECKING

from flask import request

import shop.app
from serving.server import Server
from shop import db, operations, telemetry
from shop.accounts import elsewhere
from shop.accounts import peers as of_accounts
from shop.accounts import sign_ins as of_sign_ins
from shop.cart import peers as of_cart
from shop.catalog import tasks as of_catalog
from shop.config import BASE, config
from shop.orders import tasks as of_orders
from shop_rules import headers
from shop_rules.errors import NotFound
from shop_rules.shapes import ProductId

from chassis import telemetry as of_services

from . import closing, exchanges, guard, internal, remote, units
from .guard import Moved, put
from .remote import Product
from .units import ACCOUNTS, CATALOG, CHECKOUT, Unit

if TYPE_CHECKING:
    from flask import Flask

LOOK_EVERY = 0.5  # seconds

# Stage 1's own functions.
_products, _check_on_sale, _catch_up = of_cart.products, of_cart.check_on_sale, of_catalog.catch_up
_apply_chunks = of_catalog.apply_chunks


def create_app() -> "Flask":
    put(of_cart, products=products, check_on_sale=check_on_sale)
    put(of_accounts, forget_person=closing.forget_person)
    put(of_sign_ins, forget_what_is_over=only_if_held(ACCOUNTS, of_sign_ins.forget_what_is_over))
    put(
        of_catalog,
        catch_up=only_if_held(CATALOG, _catch_up),
        apply_chunks=only_if_held(CATALOG, _apply_chunks),
    )
    put(
        of_orders,
        sweep=only_if_held(CHECKOUT, of_orders.sweep),
        at_start=only_if_held(CHECKOUT, of_orders.at_start),
    )
    app = shop.app.create_app()
    guard.protect(app, check, units.BY_FEATURE)
    exchanges.install(app, elsewhere)
    app.before_request(_begin)
    app.register_blueprint(internal.bp, url_prefix=f"{BASE}/internal")
    threading.Thread(target=_watch, name="hand-overs", daemon=True).start()
    return app


def create_server() -> Server:
    """The application in its own server. The gateway serves the storefront."""
    operations.serve_metrics()
    return Server(create_app(), config().bodies_megabytes, shop.app.THREADS)


def check(unit: Unit) -> None:
    with db.reading() as tx:
        if guard.holder(tx, unit.name) != "old":
            raise Moved(f"{unit.name} is not held here.")


# --8<-- [start:products]
def products(
    tx: db.Tx, product_ids: Collection[ProductId]
) -> dict[ProductId, db.Row] | dict[ProductId, Product]:
    """Read a cart's products from the side that holds the catalog. Raises Moved if neither does."""
    held = guard.locked_holder(tx, CATALOG.name)
    if held == "old":
        return _products(tx, product_ids)
    if held == "nobody":
        raise Moved("The catalog is changing hands.")
    return remote.products(product_ids)


# --8<-- [end:products]
def check_on_sale(tx: db.Tx, product_id: ProductId) -> None:
    if guard.locked_holder(tx, CATALOG.name) == "old":
        return _check_on_sale(tx, product_id)
    found = products(tx, [product_id]).get(product_id)
    if found is None or found.archived:
        raise NotFound("No such product.")


def only_if_held(unit: Unit, work: Callable[[], None]) -> Callable[[], None]:
    """Skip the work while the other side holds the unit: the fence would refuse each write."""

    def held() -> None:
        with db.reading() as tx:
            is_ours = guard.holder(tx, unit.name) == "old"
        if is_ours:
            work()

    held.__qualname__ = work.__qualname__
    return held


def _begin() -> None:
    """Pass this request's id and trace on in every call to a service."""
    known = headers.request_id(request.headers.get("X-Request-ID"))
    of_services.begin(request.headers.get("traceparent"), known)


def _watch() -> None:
    """After a unit has come back, do the work that the other side has left undone."""
    work = [(CATALOG, of_catalog.catch_up), (CHECKOUT, closing.forget_the_gone)]
    held: dict[str, str] = {}
    while True:
        time.sleep(LOOK_EVERY)
        for unit, catch_up in work:
            try:
                with db.reading() as tx:
                    now = guard.holder(tx, unit.name)
                if now == "old" and held.get(unit.name) != "old":
                    catch_up()
                held[unit.name] = now
            except Exception as error:  # try again in the next round
                telemetry.write("hand-overs not seen", level=30, error=str(error))
