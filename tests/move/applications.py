"""Both applications in the test's process, and the hand-overs between them."""

import itertools
import json
from contextlib import contextmanager
from dataclasses import replace

import pytest

import shop.config
import shop.db
import shop.keys
from move import authority, guard, monolith, units
from move.rows import catalog as catalog_rows
from shop.auth import Caller
from shop_rules import ids

from chassis import cache

from . import made
from .walking import Died, Shop

CLERK = Caller(ids.new_id(), ids.new_id(), ("staff", "admin"))
NEW = {"name": "Cup", "category": "Kitchen", "price": 100, "description": ""}


class Cache:
    """Stands in for chassis/cache.py: an older version never replaces a newer one."""

    def __init__(self):
        self.kept = {}

    def get(self, kind, key):
        return self.kept.get(key, (0, None))[1]

    def put(self, kind, key, version, thing):
        if self.kept.get(key, (0, None))[0] <= version:
            self.kept[key] = version, thing

    outdate = lambda self, kind, key, version: self.put(kind, key, version, None)  # noqa: E731


class NoThread:
    def __init__(self, **_):
        pass

    def start(self):
        pass


def application(monkeypatch, url, create, stage):
    monkeypatch.setenv("DATABASE_URL", url)
    forget(stage)
    stage.config.config()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("chassis.loops.start", lambda *_, **__: None)
        patch.setattr(cache, "listener", lambda: None)
        return create().test_client()


def forget(stage):
    for kept in (stage.config.config, stage.db.engine, stage.keys.public_key):
        kept.cache_clear()


class Killed(BaseException):
    """Simulates SIGKILL."""


class Moving(Shop):
    def __init__(self, sides, both):
        super().__init__(sides, units.CATALOG)
        self.both = dict(zip(("old", "new"), both, strict=True))
        self.prices = itertools.count(100)
        authority.make_tables(sides.old), authority.make_tables(sides.catalog)
        self.key = made.product(sides.old, stock=(5, 0, 0))

    @property
    def path(self):
        return f"/api/v1/products/{self.key}"

    def shown(self, side):
        """(status, price)"""
        answer = self.both[side].get(self.path)
        return answer.status_code, answer.json.get("data", {}).get("price")

    def write(self, side):
        """(status, the price that was sent)"""
        price, tag = (
            next(self.prices),
            self.sides.open[self.place(side)]
            .execute("SELECT version FROM products WHERE id = %s", [self.key])
            .fetchone(),
        )
        body = json.dumps({**NEW, "price": price})
        head = {"If-Match": f'"{tag["version"]}"', "Content-Type": "application/json"}
        return self.both[side].put(self.path, data=body, headers=head).status_code, price

    def hand_over(self, goal):
        self.move(goal)

    def at(self, step, goal, happens):
        """Check something when a mover has just died after that step."""
        with pytest.raises(Died):
            self.move(goal, die_after=step)
        assert happens()

    def buy(self):
        with shop.db.reading() as tx:
            return monolith.products(tx, [self.key])

    def side_of(self, tx):
        return "old" if self.sides.urls["old"].endswith(f"/{tx.engine.url.database}") else "new"

    @contextmanager
    def everybody_believes(self, side):
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(guard, "holder", lambda *_: side)
            yield

    def dying_direction(self):
        def write(*_):
            raise Killed

        return replace(catalog_rows.FORWARD, write=write)

    def place(self, side):
        return "old" if side == "old" else "catalog"

    def kept(self, side):
        """The price in the database of that side."""
        query = "SELECT price FROM products WHERE id = %s"
        return self.sides.open[self.place(side)].execute(query, [self.key]).fetchone()["price"]
