"""Both sides of a move: databases of one PostgreSQL, with the tables of the real stages."""

from contextlib import ExitStack

import catalog.store
import notifications.store
import psycopg
import pytest
import sqlalchemy as sa

from local import postgres
from move import config, databases, expanding, mover, rows, steps, units
from move.follower import Follower
from shop import config as shop_config
from shop import db as of_shop
from shop import tables

from chassis import config as chassis_config
from chassis import db as of_service
from chassis import inbox, outbox

from . import made
from .walking import Shop

SERVICES = {
    "catalog": [catalog.store.products, outbox.outbox, inbox.inbox],
    "notifications": [notifications.store.notifications, notifications.store.gone],
}
assert tables  # it fills the metadata


def pytest_addoption(parser):
    parser.addoption("--whole-move", action="store_true", help="what takes long as well")


@pytest.fixture(scope="session")
def long(request):
    """For tests that are too long for `make test`."""
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
    """The tables that are missing."""
    engine = sa.create_engine(url.replace("postgresql://", "postgresql+psycopg://"))
    if name in SERVICES:
        of_service.metadata.create_all(engine, tables=SERVICES[name])
    else:
        of_shop.metadata.create_all(engine)
    engine.dispose()


class Sides:
    """The databases of both sides, with a connection to each."""

    def __init__(self, urls):
        self.urls = urls
        self.open = {name: databases.connect_to(url) for name, url in urls.items()}
        self.old, self.catalog = self.open["old"], self.open["catalog"]
        self.notifications = self.open["notifications"]

    def expand(self, name):
        expanding.expand(units.named(name), self.open)
        return units.named(name)

    def hold(self, side):
        """Say on both sides of the catalog that this one holds, as after a hand-over."""
        for database in (self.old, self.catalog):
            database.execute("UPDATE move_state SET holder = %s", [side])

    def follower(self, name, **more):
        return Follower(rows.named(name), **more)

    def carry(self, *names):
        """All that is noted for these followers goes over."""
        for name in names:
            follower = self.follower(name)
            follower.all()
            follower.close()


@pytest.fixture
def sides(empty, monkeypatch, tmp_path):
    """Empty ones; this process is a part of their move from then on."""
    for name, url in empty.items():
        monkeypatch.setenv(f"MOVE_{name.upper()}", url)
    monkeypatch.setenv("CACHING", "off")
    monkeypatch.setenv("DATA", str(tmp_path))
    _forget()
    made = Sides(empty)
    yield made
    _forget()
    for name, connection in made.open.items():
        connection.close()
        clean(empty[name], tables_of(name), units.CATALOG.ties if name == config.OLD else ())


def tables_of(name):
    """Each before those that it refers to."""
    return SERVICES.get(name) or reversed(of_shop.metadata.sorted_tables)


def clean(url, kept, ties):
    """Nothing in it, and nothing of a move. kept: tables. ties: that may have been cut."""
    with psycopg.connect(url, autocommit=True) as database:
        database.execute("DROP FUNCTION IF EXISTS move_note, move_fence CASCADE")
        database.execute("DROP TABLE IF EXISTS move_changes, move_copies, move_state")
        database.execute("DROP TABLE IF EXISTS move_past, move_seals")
        database.execute("DROP SEQUENCE IF EXISTS move_stock_versions")
        for table in kept:
            database.execute(f"DELETE FROM {table.name}")
        for tie in ties:
            expanding._add(database, tie)
            expanding._validate(database, tie)


def _forget():
    for kept in (config.config, chassis_config.config, shop_config.config):
        kept.cache_clear()


@pytest.fixture(params=units.NAMES)
def unit(request, sides, monkeypatch):
    """Of a shop with something to move."""
    monkeypatch.setattr(steps, "IN_FLIGHT", 0)
    monkeypatch.setattr(mover, "TRIED_AGAIN_AFTER", 0)
    reader = made.person(sides.old)
    for _ in range(3):
        made.product(sides.old, stock=(1, 0, 0))
        made.notification(sides.old, reader, made.order(sides.old, reader))
    return units.named(request.param)


@pytest.fixture
def shop(sides, unit):
    return Shop(sides, unit)


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
