"""The variant sharded-orders: where rows belong, and how they move to a third database."""

import importlib
import re
import sys
from contextlib import ExitStack, nullcontext
from fnmatch import fnmatch
from types import SimpleNamespace

import psycopg
import pytest

from local import postgres
from serving import server
from shop_rules import ids
from tests.claims.placing import HOW
from tests.faults import resharding
from tests.layout.house import ROOT

import chassis

from .sharded_rows import SLOTS, add, empty, make_tables, rows, touched

ACL = ROOT / "stage2-services/deploy/redis/durable.acl"
OVERLAY = ROOT / "docs/variants/sharded-orders/overlay/stage2-services"


def test_a_new_shard_takes_a_share_of_each_and_no_other_slot_moves():
    homes = [
        (HOW["rendezvous"](slot, (1, 2)), HOW["rendezvous"](slot, (1, 2, 3))) for slot in SLOTS
    ]
    taken = [was for was, becomes in homes if becomes == 3]
    assert all(becomes in (was, 3) for was, becomes in homes)
    assert 0.25 < len(taken) / len(SLOTS) < 0.42 and set(taken) == {1, 2}


def test_with_a_remainder_most_slots_move():
    moved = [HOW["modulo"](slot, (1, 2)) != HOW["modulo"](slot, (1, 2, 3)) for slot in SLOTS]
    assert 0.6 < sum(moved) / len(SLOTS) < 0.72


@pytest.fixture(scope="module")
def modules():
    """The variant's modules, beside those of the stage."""
    before = set(sys.modules)
    chassis.__path__.append(str(OVERLAY / "chassis"))
    sys.path.append(str(OVERLAY))
    names = ("chassis.shards", "chassis.routing", "chassis.merging", "resharding.fences")
    names += ("resharding.moving", "resharding.sets")
    yield SimpleNamespace(**{n.rpartition(".")[2]: importlib.import_module(n) for n in names})
    sys.path.remove(str(OVERLAY))
    chassis.__path__.remove(str(OVERLAY / "chassis"))
    for name in set(sys.modules) - before:
        if name.startswith(("resharding", "chassis.")):
            del sys.modules[name]
            vars(chassis).pop(name.removeprefix("chassis."), None)


@pytest.fixture(scope="module")
def databases(postgres_server):
    """The URLs of three, with the tables of the orders service."""
    with ExitStack() as stack:
        made = [stack.enter_context(postgres.database(postgres_server)) for _ in range(3)]
        for url in made:
            make_tables(url)
        yield made


@pytest.fixture
def urls(databases):
    """The same, empty."""
    for url in databases:
        empty(url)
    return databases


@pytest.fixture
def moving(modules, urls, monkeypatch):
    """(its modules, the set that leaves the first shard); that shard has orders of all slots."""
    monkeypatch.setattr(
        modules.shards, "config", lambda: SimpleNamespace(database_url=" ".join(urls))
    )
    leaves = modules.sets.sets()[0]
    with modules.sets.connect(1) as source, modules.sets.connect(3) as target:
        modules.fences.install(source, leaves, "old")
        modules.fences.install(target, leaves, "new")
    add(modules, urls[0])
    return modules, leaves


def test_an_order_gets_the_slot_of_its_buyer(modules):
    buyer = ids.new_id()
    order = modules.shards.new_id(buyer)
    assert ids.known_form(order) == order and modules.shards.slot(order) == buyer[-2:]
    assert modules.shards.slot("no id") == "00"


@pytest.mark.parametrize("killed_after", resharding.STEPS)
def test_a_mover_goes_on_where_a_killed_one_stopped(moving, urls, monkeypatch, killed_after):
    modules, leaves = moving
    before = rows(urls[0])
    step = getattr(modules.moving.Move, killed_after)

    def dies(move):
        step(move)
        raise KeyboardInterrupt

    with monkeypatch.context() as patched, pytest.raises(KeyboardInterrupt):
        patched.setattr(modules.moving.Move, killed_after, dies)
        with modules.moving.Move(leaves) as move:
            move.run()
    with modules.moving.Move(leaves) as move:
        assert move.is_alone()
        move.run()
    stays, moved = rows(urls[0]), rows(urls[2])
    for table, all_rows in before.items():
        assert sorted(stays[table] + moved[table], key=str) == sorted(all_rows, key=str)
        assert len(moved[table]) == len(leaves.slots)


def test_a_mover_whose_follower_has_ended_begins_anew(moving, urls, monkeypatch):
    """Otherwise it would wait without end, and the buyers of the set with it."""
    modules, leaves = moving
    monkeypatch.setattr(modules.moving.Move, "_follow", lambda _: None)
    with modules.moving.Move(leaves) as move:
        for direction in move.directions:
            modules.moving.capture.install(move.source, direction)
        touched(urls[0], leaves)
        monkeypatch.setattr(modules.moving.time, "sleep", lambda _: pytest.fail("It waits."))
        move._thread.join()
        with pytest.raises(modules.moving.Behind):
            move.drain()


def test_a_mover_that_finds_the_new_shard_down_leaves_no_connection_open(moving, monkeypatch):
    """It tries again five times a second, for as long as that takes."""
    modules, leaves = moving
    opened, connect = [], modules.moving.connect

    def connect_to_the_old_one(number):
        if number == leaves.target:
            raise psycopg.OperationalError("down")
        opened.append(connect(number))
        return opened[-1]

    monkeypatch.setattr(modules.moving, "connect", connect_to_the_old_one)
    with pytest.raises(psycopg.OperationalError), modules.moving.Move(leaves):
        pass
    assert [each.closed for each in opened] == [True]


def test_an_expired_key_that_only_one_shard_has_deleted_is_no_difference(moving, urls):
    """Each shard deletes the expired keys of all buyers whenever one of its own buyers orders."""
    modules, leaves = moving
    expired, good, *_ = sorted(leaves.slots)
    expire = "UPDATE idempotency_keys SET expires_at = '2026' WHERE right(user_id, 2) = %s"
    delete = "DELETE FROM idempotency_keys WHERE right(user_id, 2) = %s"
    with modules.moving.Move(leaves) as move:
        move.source.execute(expire, [expired])
        move.copy()
        move.target.execute(delete, [expired])
        move.copy()
        move.target.execute(delete, [good])
        with pytest.raises(modules.moving.Behind):
            move.copy()


def test_the_shards_that_hang_leave_threads_for_one_that_does_not(modules, urls, monkeypatch):
    settings = SimpleNamespace(database_url=" ".join(urls))
    monkeypatch.setattr(modules.shards, "config", lambda: settings)
    pool = modules.shards.pool()
    most = pool["pool_size"] + pool["max_overflow"]
    assert most * len(urls) < server.THREADS
    settings.database_url = urls[0]
    pool = modules.shards.pool()
    assert pool["pool_size"] + pool["max_overflow"] == server.THREADS


def test_each_outbox_has_a_mark_of_its_own_that_its_service_may_write(modules, urls, monkeypatch):
    settings = SimpleNamespace(database_url=" ".join(urls), service="orders")
    monkeypatch.setattr(modules.shards, "config", lambda: settings)
    marks = set()
    for number in modules.shards.numbers():
        with modules.shards.chosen(number):
            marks.add(modules.shards.mark())
    assert len(marks) == len(urls)
    may = re.search(r"^user orders .*?$", ACL.read_text("utf-8"), re.M)[0]
    patterns = [word[1:] for word in may.split() if word.startswith("~")]
    assert all(any(fnmatch(mark, each) for each in patterns) for mark in marks)


def test_the_sweep_of_a_shard_leaves_out_copies_of_what_another_one_holds(moving, urls):
    modules, leaves = moving
    at_rest = [
        f"{ids.new_id()[:-2]}{slot}" for slot in SLOTS if HOW["rendezvous"](slot, (1, 2)) == 1
    ]
    moves = [each for each in at_rest if each[-2:] in leaves.slots]

    def here(number):
        with modules.shards.chosen(number):
            return [each for each in at_rest if modules.routing.is_here(each)]

    assert (here(1), here(2), here(3)) == (at_rest, [], [])
    modules.routing._arrived.add(leaves.name)
    try:
        assert (here(3), len(here(1))) == (moves, len(at_rest) - len(moves))
    finally:
        modules.routing._arrived.clear()


def test_a_list_does_not_page_through_the_copies_in_a_shard_that_holds_nothing(moving, monkeypatch):
    modules, leaves = moving
    monkeypatch.setattr(modules.merging.db, "reading", nullcontext)
    monkeypatch.setattr(modules.merging, "_check", lambda *_: None)
    copies = [{"id": f"{ids.new_id()[:-2]}{slot}"} for slot in sorted(leaves.slots)[:6]]

    def read(_, last):
        asked.append(last)
        after = [each["id"] for each in copies].index(last) + 1 if last else 0
        return copies[after : after + 2]

    asked = []
    assert modules.merging._own(3, read, 2, frozenset()) == [] and len(asked) == 1
    assert modules.merging._own(3, read, 2, frozenset([leaves.name])) == copies[:2]


def test_make_faults_knows_all_steps_and_points_of_a_move(moving, monkeypatch, capsys):
    modules, leaves = moving
    reached = []
    monkeypatch.setattr(modules.moving.faults, "reach", reached.append)
    with modules.moving.Move(leaves) as move:
        move.run()
    said = capsys.readouterr().out.splitlines()
    assert said == [f"{resharding.SETS[0]}: {step}" for step in resharding.STEPS]
    assert sorted(reached) == sorted(resharding.POINTS)


def test_make_faults_sees_what_a_move_has_not_deleted_yet(moving, urls):
    modules, leaves = moving

    def doubled():
        found = {number: resharding.ids_in(url) for number, url in enumerate(urls, 1)}
        return sum("in [1, 3]" in wrong for wrong in resharding.misplaced(found, ()))

    with modules.moving.Move(leaves) as move:
        assert doubled() == 0
        move.copy()
        assert doubled() == len(leaves.slots)
        move.fence()
        move.drain()
        move.admit()
        move.clean()
        assert doubled() == 0


def test_each_shard_refuses_what_it_does_not_hold(moving, urls):
    modules, leaves = moving
    with modules.moving.Move(leaves) as move:
        move.copy()
        assert touched(urls[0], leaves) == (len(leaves.slots), 256 - len(leaves.slots))
        with pytest.raises(psycopg.DatabaseError) as refused:
            touched(urls[2], leaves)
        assert refused.value.sqlstate == "MV001"
        move.fence()
        with pytest.raises(psycopg.DatabaseError) as refused:
            touched(urls[0], leaves)
        assert refused.value.sqlstate == "MV001"
        move.drain()
        move.admit()
    assert touched(urls[2], leaves)[0] == len(leaves.slots)
    with psycopg.connect(urls[0]) as connection:  # an expired key, of any buyer
        assert connection.execute("DELETE FROM idempotency_keys").rowcount == 256
