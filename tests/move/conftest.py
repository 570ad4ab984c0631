"""Both sides of a move: databases of one PostgreSQL, with the tables of the real stages."""

from contextlib import ExitStack

import accounts.audit
import accounts.authorizations
import accounts.identities
import accounts.sessions
import accounts.store
import accounts.visitors
import catalog.clicks
import catalog.imports
import catalog.store
import inventory.reservations
import inventory.store
import notifications.store
import orders.tables
import payments.store
import pytest
import redis
import sqlalchemy as sa

from local import postgres, valkey
from move import carts, config, databases, expanding, mover, rows, steps, units
from move.follower import Follower
from shop import config as shop_config
from shop import db as of_shop
from shop import tables

from chassis import config as chassis_config
from chassis import connections, idempotency, inbox, outbox
from chassis import db as of_service

from . import made
from .services import Services
from .walking import Shop

SERVICES = {
    "catalog": [
        catalog.clicks.click_hours,
        catalog.clicks.click_minutes,
        catalog.clicks.click_visits,
        catalog.clicks.clicks,
        catalog.imports.chunks,
        catalog.imports.product_imports,
        catalog.store.products,
        outbox.outbox,
        inbox.inbox,
    ],
    "notifications": [notifications.store.notifications, notifications.store.gone],
    "orders": [
        orders.tables.order_history,
        orders.tables.order_lines,
        orders.tables.orders,
        idempotency.idempotency_keys,
        outbox.outbox,
    ],
    "inventory": [
        inventory.store.adjustments,
        inventory.store.stock,
        inventory.reservations.reservations,
        idempotency.idempotency_keys,
        outbox.outbox,
    ],
    "payments": [payments.store.payments],
    "accounts": [
        accounts.audit.audit,
        accounts.authorizations.authorizations,
        accounts.identities.identities,
        accounts.sessions.failed_attempts,
        accounts.sessions.refresh_tokens,
        accounts.sessions.sessions,
        accounts.store.users,
        accounts.visitors.visitor_keys,
        outbox.outbox,
    ],
}
TIES = [tie for unit in units.UNITS for tie in unit.ties]
assert tables  # it fills the metadata


def pytest_addoption(parser):
    parser.addoption("--whole-move", action="store_true", help="what takes long as well")


@pytest.fixture(scope="session")
def long(request):
    """Skip tests that are too long for `make test`."""
    if not request.config.getoption("--whole-move", False):
        pytest.skip("only with --whole-move, as in make verify")


@pytest.fixture(scope="session")
def empty(tmp_path_factory):
    """{OLD, or a service: the URL of a database with that side's tables, to be copied}"""
    with postgres.running(tmp_path_factory.mktemp("postgres")) as server, ExitStack() as stack:
        made = {
            name: stack.enter_context(postgres.database(server)) for name in (config.OLD, *SERVICES)
        }
        for name, url in made.items():
            create(name, url)
        yield made


def create(name, url):
    """Create the tables that are missing."""
    engine = sa.create_engine(url.replace("postgresql://", "postgresql+psycopg://"))
    if name in SERVICES:
        of_service.metadata.create_all(engine, tables=SERVICES[name])
    else:
        of_shop.metadata.create_all(engine)
    engine.dispose()


@pytest.fixture(scope="session")
def durable(tmp_path_factory):
    """The URL of a Valkey."""
    with valkey.running(tmp_path_factory.mktemp("valkey")) as url:
        yield url


class Sides:
    """The databases of both sides, with a connection to each."""

    def __init__(self, urls):
        self.urls = urls
        self.open = {name: databases.connect_to(url) for name, url in urls.items()}
        self.old, self.catalog = self.open["old"], self.open["catalog"]
        self.notifications = self.open["notifications"]
        self.orders, self.inventory = self.open["orders"], self.open["inventory"]
        self.payments = self.open["payments"]

    def expand(self, name):
        expanding.expand(units.named(name), self.open)
        return units.named(name)

    def hold(self, side):
        """Make this side the holder of each unit, in all databases, as after a hand-over."""
        for database in self.open.values():
            if databases.has(database, "move_state"):
                database.execute("UPDATE move_state SET holder = %s", [side])
        if carts.state():
            carts.valkey().set(carts.HOLDER, f"{side} 1")

    def follower(self, name, **more):
        return Follower(rows.named(name), **more)

    def carry(self, *names):
        """Carry over all that is noted for these followers."""
        for name in names:
            follower = self.follower(name)
            follower.all()
            follower.close()


@pytest.fixture
def sides(empty, durable, monkeypatch, tmp_path):
    """Empty databases of both sides. The test's process takes part in their move."""
    for name, url in empty.items():
        monkeypatch.setenv(f"MOVE_{name.upper()}", url)
    monkeypatch.setenv("CACHING", "off")
    monkeypatch.setenv("REDIS_URL", durable)
    monkeypatch.setenv("CACHE_URL", durable)
    monkeypatch.setenv("DATA", str(tmp_path))
    _forget()
    made = Sides(empty)
    yield made
    _forget()
    for name, connection in made.open.items():
        connection.close()
        clean(empty[name], tables_of(name), TIES if name == config.OLD else ())
    with redis.Redis.from_url(durable) as opened:
        opened.flushall()


def tables_of(name):
    """The tables, each before those that it refers to."""
    return SERVICES.get(name) or reversed(of_shop.metadata.sorted_tables)


def clean(url, kept, ties):
    """Empty the database and remove everything of a move. kept: tables that stay as they are. ties:
    foreign keys that may have been dropped."""
    statements = [
        "DROP FUNCTION IF EXISTS move_note, move_fence CASCADE",
        "DROP TABLE IF EXISTS move_changes, move_copies, move_state, move_past, move_seals,"
        " move_exchanges",
        "DROP SEQUENCE IF EXISTS move_stock_versions",
        *(f"DELETE FROM {table.name}" for table in kept),
    ]
    with databases.connect_to(url) as database:
        database.execute("; ".join(statements))  # one transaction
        constraints = database.execute("SELECT conname FROM pg_constraint").fetchall()
        for tie in ties:
            if {"conname": tie.name} not in constraints:
                expanding._add(database, tie)
                expanding._validate(database, tie)


def _forget():
    kept_by_process = (config.config, chassis_config.config, shop_config.config)
    for kept in (*kept_by_process, connections.durable, connections.volatile):
        kept.cache_clear()


@pytest.fixture(params=[(name, False) for name in units.NAMES], ids=units.NAMES)
def unit(request, monkeypatch):
    """A unit of a shop with something to move. The parameter's second half: only in a long run."""
    name, is_long = request.param
    if is_long:
        request.getfixturevalue("long")
    sides = request.getfixturevalue("sides")
    monkeypatch.setattr(steps, "IN_FLIGHT", 0)
    monkeypatch.setattr(mover, "TRIED_AGAIN_AFTER", 0)
    reader = made.person(sides.old)
    made.session(sides.old, reader)
    for _ in range(3):
        made.product(sides.old, stock=(1, 0, 0))
        made.notification(sides.old, reader, made.order(sides.old, reader))
    return units.named(name)


@pytest.fixture
def shop(unit, sides, monkeypatch):
    """A mover of this unit alone."""
    monkeypatch.setattr(mover.Mover, "_possible", lambda self, move, goal: goal)
    return Shop(sides, unit)


@pytest.fixture
def moving(sides, monkeypatch):
    """A mover of the checkout alone, in a shop with one product."""
    monkeypatch.setattr(steps, "IN_FLIGHT", 0)
    monkeypatch.setattr(mover, "TRIED_AGAIN_AFTER", 0)
    monkeypatch.setenv("DATABASE_URL", sides.urls["old"])
    for kept in (shop_config.config, of_shop.engine):
        kept.cache_clear()
    found = Shop(sides, units.CHECKOUT)
    found.product = made.product(sides.old, stock=(20, 0, 0))
    found.services = Services(sides, monkeypatch)
    monkeypatch.setattr(mover.Mover, "_possible", lambda self, move, goal: goal)
    yield found
    of_shop.engine().dispose()
    for kept in (shop_config.config, of_shop.engine):
        kept.cache_clear()


@pytest.fixture
def files(monkeypatch):
    """(on the disk, in the object store): {name: bytes} instead of both."""
    from move import pictures

    both = {}, {}
    for module, kept in zip((pictures.files, pictures.objects), both, strict=True):
        monkeypatch.setattr(module, "read", kept.get)
        monkeypatch.setattr(module, "save", kept.__setitem__)
        monkeypatch.setattr(module, "delete", lambda name, kept=kept: kept.pop(name, None))
    return both
