"""The variant read-replica decides where each read goes, without a database."""

import importlib
import sys
from contextlib import nullcontext
from dataclasses import make_dataclass
from unittest.mock import Mock

import pytest
import redis
import sqlalchemy as sa

from local import valkey
from tests.layout.house import ROOT

import chassis
from chassis import telemetry

OVERLAY = ROOT / "docs/variants/read-replica/overlay/stage2-services"
NAMES = ("replica", "written", "following")
ITS_CONFIG = make_dataclass("ItsConfig", ["replica_url", "reads"])


@pytest.fixture(scope="module")
def modules():
    """(replica, written) of the variant, beside the modules of the stage."""
    added = str(OVERLAY / "chassis")
    chassis.__path__.append(added)
    yield [importlib.import_module(f"chassis.{name}") for name in NAMES]
    chassis.__path__.remove(added)
    telemetry.metrics.unregister(chassis.replica.reads_total)
    for name in NAMES:
        del sys.modules[f"chassis.{name}"]
        delattr(chassis, name)


@pytest.fixture(scope="module")
def server():
    with valkey.running("--cache") as url:
        yield redis.Redis.from_url(url, decode_responses=True)


@pytest.fixture
def variant(modules, server, monkeypatch):
    """variant(reads): the module replica, with that setting; its position is unknown."""
    replica, written, _ = modules
    server.flushall()

    def configured(reads, url="postgresql://replica"):
        for module in modules:
            monkeypatch.setattr(module, "config", lambda: ITS_CONFIG(url, reads))
        monkeypatch.setattr(written.connections, "volatile", lambda: server)
        monkeypatch.setattr(replica, "PAUSES", (0, 0, 0))
        monkeypatch.setattr(replica.following, "is_down", False)
        monkeypatch.setattr(replica.db, "reading", lambda: nullcontext("primary"))
        monkeypatch.setattr(replica.following, "connected", lambda: nullcontext("replica"))
        return replica

    return configured


def at(position):
    """A connection to a primary that has written so far; None: that is gone."""
    gone = sa.exc.OperationalError("SELECT", {}, Exception("gone"))
    made = Mock(**{"scalar.side_effect": [gone if position is None else position]})
    made.execution_options.return_value = made
    return made


def asked(connection):
    return connection


def test_a_replica_is_asked_until_it_has_what_is_wanted(modules):
    choose, seen = modules[0].choose, [10, 20, 30]
    assert choose(30, lambda: seen.pop(0)) == "fresh" and not seen
    assert choose(30, lambda: 29) == "behind"
    assert choose(30, lambda: None) == "down"  # it is a primary itself
    assert choose(0, lambda: 1) == "asked"


@pytest.mark.parametrize(
    ("reads", "url", "replayed", "where"),
    [
        ("primary", "postgresql://replica", 100, "primary"),
        ("replica", "", 100, "primary"),
        ("replica", "postgresql://replica", 1, "replica"),
        ("replica", "postgresql://replica", None, "primary"),
        ("after-write", "postgresql://replica", 99, "primary"),
        ("after-write", "postgresql://replica", 100, "replica"),
    ],
)
def test_the_setting_decides_where_a_read_goes(
    variant, modules, monkeypatch, reads, url, replayed, where
):
    replica = variant(reads, url)
    monkeypatch.setattr(replica.following, "replayed", lambda _: replayed)
    modules[1].note(at(100), "")
    assert replica.read(asked) == where


def test_between_announcement_and_commit_the_primary_is_asked(variant, modules, monkeypatch):
    replica, written = variant("after-write"), modules[1]
    monkeypatch.setattr(replica.following, "replayed", lambda _: 10**9)
    assert replica.read(asked) == "primary"  # no position is known
    one, two = written.announce(), written.announce()
    written.note(at(100), one)
    assert replica.read(asked) == "primary"  # the second writer's commit may have happened
    written.note(at(90), two)
    assert (replica.read(asked), written.position()) == ("replica", 100)


def test_a_writer_that_died_is_forgotten_once_its_commit_must_be_over(
    variant, modules, server, monkeypatch
):
    replica, written = variant("after-write"), modules[1]
    monkeypatch.setattr(replica.following, "replayed", lambda _: 10**9)
    monkeypatch.setattr(replica.db, "reading", lambda: nullcontext(at(100)))
    written.announce()
    replica.settle()
    assert written.position() is None  # it may still commit
    server.zadd(written.UNDER_WAY, dict.fromkeys(server.zrange(written.UNDER_WAY, 0, -1), 1))
    replica.settle()
    assert written.position() == 100


def test_a_position_that_can_not_be_read_is_unknown_and_the_write_succeeds(variant, modules):
    variant("after-write")
    written = modules[1]
    written.note(at(None), written.announce())
    assert written.position() is None


def test_without_the_cache_reads_go_to_the_primary_and_writes_go_on(variant, modules, monkeypatch):
    replica, written = variant("after-write"), modules[1]
    gone = redis.Redis(port=9, socket_connect_timeout=0.1)
    monkeypatch.setattr(written.connections, "volatile", lambda: gone)
    written.note(at(100), written.announce())
    assert replica.read(asked) == "primary"


def test_a_replica_that_fails_meanwhile_refuses_nothing(variant, monkeypatch):
    replica = variant("replica")
    monkeypatch.setattr(replica.following, "replayed", lambda _: at(None).scalar())
    assert replica.read(asked) == "primary"
    monkeypatch.setattr(replica.following, "replayed", lambda _: 1)
    assert replica.read(asked) == "primary"  # until it is seen to be up again
    monkeypatch.setattr(replica.following, "is_up", lambda: True)
    replica.following.watch()
    assert replica.read(asked) == "replica"
