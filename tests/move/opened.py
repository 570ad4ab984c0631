"""Opens the shop of `make move` with data of its own, and moves its units."""

import json
import os
import time
from contextlib import contextmanager
from unittest import mock

from move import config, databases, journal, units, watching
from tests.contract.client import Shop
from tests.contract.provider import Provider
from tests.contract.steps import signed_in
from tests.drivers import stage
from tests.drivers.__main__ import settings

import chassis.config
from chassis import connections

SOURCE = stage.ROOT / "shared" / "move"
MOVED_WITHIN = 60  # seconds, with kills on the way
PLACES = {"stay": "old", "ready": "old", "new": "new"}


class Opened:
    def __init__(self, running):
        self.stage, self.data = running, running.data
        self.shop = Shop(running.url)
        self.sign_in()
        self.provider = Provider(running.provider, running.provider_key)
        self.promised = []  # ids of acknowledged orders

    def sign_in(self):
        """Sign the staff in again: an access token is valid for 15 minutes."""
        self.staff = signed_in(self.shop, *self.stage.staff)

    def colleague(self, role):
        """The first member of staff with that role, signed in."""
        found = json.loads(self.stage.colleagues["SHOP_COLLEAGUES"])[role]
        return signed_in(self.shop, found["email"], found["password"])

    def want(self, unit, goal):
        wanted = journal.wanted(self.data)
        journal.want(self.data, {**wanted, "goals": {**wanted["goals"], unit: goal}})

    def move(self, unit, goal, meanwhile=lambda: None):
        """Move a unit and wait for it. meanwhile() is called again and again until then."""
        self.want(unit, goal)
        deadline = time.monotonic() + MOVED_WITHIN
        while not self.is_at(unit, goal):
            assert time.monotonic() < deadline, self.stage.logs("mover")
            meanwhile()
            time.sleep(0.02)

    def is_at(self, unit, goal):
        told = journal.journal(self.data)["told"].get(unit, {})
        if journal.Holders(self.data).of(unit) != PLACES[goal]:
            return False
        return goal != "ready" or told.get("differing") == 0

    def told(self, unit):
        return journal.journal(self.data)["told"][unit]

    def soon(self, happened, pause=0.02):
        deadline = time.monotonic() + MOVED_WITHIN
        while not happened():
            assert time.monotonic() < deadline, "that never came"
            time.sleep(pause)

    def line(self):
        """What `make move DO=status` prints."""
        return watching.line(self.data)

    def database(self, name):
        """A connection to the database of the old side, or of a service."""
        part = "old-postgres" if name == config.OLD else "postgres"
        port, user = self.stage.run["parts"][part]["port"], "shop" if name == config.OLD else name
        known = "postgres_password" if name == config.OLD else f"{name}_database"
        secret = self.stage.secret(known)
        return databases.connect_to(f"postgresql://{user}:{secret}@127.0.0.1:{port}/{user}")

    @contextmanager
    def as_operator(self):
        """Let this process read the carts in Valkey, as the mover does."""
        port, secret = self.stage.run["parts"]["redis"]["port"], self.stage.secret("redis_password")
        known = chassis.config.config, connections.durable
        with mock.patch.dict(os.environ, REDIS_URL=f"redis://operator:{secret}@127.0.0.1:{port}"):
            for each in known:
                each.cache_clear()
            yield
            connections.durable().close()  # opened here, if not before
        for each in known:
            each.cache_clear()

    def suite(self):
        """The settings of the contract suite."""
        run = self.stage
        found = settings(run.url, run.staff, run.provider, run.provider_key)
        known = run.metrics | run.identity | run.colleagues
        return found | known | {"STAGE_DATA": str(run.data)}


@contextmanager
def opened(data, moved=0, **environ):
    """moved: how many units, in their order."""
    with stage.running(SOURCE, data, environ) as running:
        found = Opened(running)
        for unit in units.NAMES[:moved]:
            found.move(unit, "ready")
            found.move(unit, "new")
        yield found
