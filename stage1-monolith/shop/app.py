"""The monolith: every feature in one process, on one database."""

from typing import TYPE_CHECKING

from serving.server import Server
from serving.site import Site
from serving.with_site import WithSite
from shop_rules import policies

from . import conventions, operations, sweep, telemetry, tracing
from .accounts.routes import bp as accounts
from .cart.routes import bp as cart
from .catalog.routes import bp as catalog
from .config import BASE, config
from .inventory.routes import bp as inventory
from .notifications.routes import bp as notifications
from .orders.routes import bp as orders
from .payments.routes import bp as payments

if TYPE_CHECKING:
    from flask import Flask

# More than the requests that may wait for a password hash (accounts/hashing.py) or for the
# provider (orders/tasks.py).
THREADS = 96
FEATURES = (accounts, catalog, inventory, cart, orders, payments, notifications)


def create_app() -> "Flask":
    telemetry.log_to_stdout()
    tracing.begin()
    policies.load()
    app = conventions.create_app(__name__)
    for feature in (*FEATURES, operations.bp):
        app.register_blueprint(feature, url_prefix=BASE)
    sweep.start()
    return app


def create_server() -> WithSite:
    """The application in its server, which reads a request's body before it takes a thread."""
    operations.serve_metrics()
    shop = Server(create_app(), config().bodies_megabytes, THREADS)
    return WithSite(shop, Site("Stage 1 · monolith", config().prefix))
