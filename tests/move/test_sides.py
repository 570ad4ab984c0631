"""Both applications in the test's process: each serves what it holds, and answers 421 to the rest.

The mutants below are moves without one of their parts. Each has to fail one of the checks here.
"""

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

import shop.config
import shop.db
import shop.keys
from move import authority, guard, monolith, mover, service, steps, units
from move.follower import Follower
from move.rows import catalog as catalog_rows
from shop import auth, sweep
from tests.stage2.callers import public_pem, service_token

import chassis.config
import chassis.db
import chassis.keys
from chassis import cache, people

from .applications import CLERK, Cache, Killed, Moving, NoThread, application, forget


def plugged(monkeypatch, module, functions):
    """Like guard.put, but undone after the test: other tests use the unchanged stages."""
    for name, function in functions.items():
        monkeypatch.setattr(module, name, function)


@pytest.fixture
def both(sides, monkeypatch):
    """(stage 1, the catalog): clients of the two applications, in which every client is staff."""
    monkeypatch.setattr(steps, "IN_FLIGHT", 0)
    monkeypatch.setattr(mover, "TRIED_AGAIN_AFTER", 0)
    monkeypatch.setattr(sweep, "start", lambda: None)
    monkeypatch.setattr(monolith.threading, "Thread", NoThread)
    monkeypatch.setattr(auth, "may", lambda *_: CLERK)
    for module in (guard, monolith):
        monkeypatch.setattr(module, "put", lambda *at, **what: plugged(monkeypatch, *at, what))
    authority.make_tables(sides.old)
    kept = Cache()
    for name in ("get", "put", "outdate"):
        monkeypatch.setattr(cache, name, getattr(kept, name))
    monkeypatch.setattr(people, "roles_in", lambda *_: ("staff", "admin"))
    old = application(monkeypatch, sides.urls["old"], monolith.create_app, shop)
    monkeypatch.setenv("SERVICE", "catalog")
    new = application(monkeypatch, sides.urls["catalog"], service.create_app, chassis)
    monkeypatch.setattr("chassis.auth.may", lambda *_: None)
    yield old, new
    for stage in (shop, chassis):
        stage.db.engine().dispose()
        forget(stage)


@pytest.fixture
def moved(sides, both):
    return Moving(sides, both)


# ---------------------------------------------------------------- what has to hold


def check_refusals(moved):
    """A side that doesn't hold refuses everything, even reads. During a hand-over both sides do."""
    moved.move("ready")
    assert (moved.shown("old")[0], moved.shown("new")[0]) == (200, 421)
    moved.at("fence", "new", lambda: moved.shown("old")[0] == moved.shown("new")[0] == 421)
    moved.move("new")
    assert (moved.shown("old")[0], moved.shown("new")[0]) == (421, 200)


def check_no_write_is_lost(moved):
    """The taker shows what the giver acknowledged, in each of four hand-overs."""
    for goal, giver, taker in [("new", "old", "new"), ("ready", "new", "old")] * 2:
        moved.move("ready" if goal == "new" else "new")
        status, price = moved.write(giver)
        assert status == 200
        moved.hand_over(goal)
        assert moved.shown(taker) == (200, price)


def check_the_fence(moved):
    """A writer passes the guard before the hand-over, and writes after it."""
    moved.move("new")
    before = moved.kept("old")
    with moved.everybody_believes("old"):
        status, _ = moved.write("old")
    assert status == 421 and moved.kept("old") == before


def check_a_killed_follower(moved):
    moved.move("ready")
    _, price = moved.write("old")
    dying = Follower(moved.dying_direction())
    with pytest.raises(Killed):
        dying.some()
    dying.close()
    moved.sides.carry("products")
    assert moved.kept("new") == price


CHECKS = [check_refusals, check_no_write_is_lost, check_the_fence, check_a_killed_follower]


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.__name__[6:])
def test_it_holds(moved, check):
    check(moved)


# ---------------------------------------------------------------- moves that lack something


def without_guard(monkeypatch, moved):
    """Let each side believe that it holds."""
    monkeypatch.setattr(guard, "holder", lambda tx, _: moved.side_of(tx))


def without_fence(monkeypatch, moved):
    monkeypatch.setattr(authority, "_fence", lambda *_: None)


def without_outdating(monkeypatch, moved):
    monkeypatch.setattr(catalog_rows, "cache", Cache())


def routing_only(monkeypatch, moved):
    """Flip the gateway and both sides, without a fence and without waiting for the rows."""

    def hand_over(goal):
        side = "new" if goal == "new" else "old"
        for database in (moved.sides.old, moved.sides.catalog):
            database.execute("UPDATE move_state SET holder = %s", [side])

    monkeypatch.setattr(moved, "hand_over", hand_over)


def forgetting_first(monkeypatch, moved):
    """Delete the notes before their rows are written: two lines in the wrong order."""
    notes = Follower._notes

    def hasty(self, source):
        found = notes(self, source)
        self._forget(source, found)
        return found

    monkeypatch.setattr(Follower, "_notes", hasty)


MUTANTS = [
    (without_guard, check_refusals),
    (without_fence, check_the_fence),
    (without_outdating, check_no_write_is_lost),
    (routing_only, check_no_write_is_lost),
    (forgetting_first, check_a_killed_follower),
]


@pytest.mark.parametrize(("mutant", "check"), MUTANTS, ids=lambda each: each.__name__)
def test_a_move_that_lacks_something_is_caught(moved, monkeypatch, mutant, check):
    mutant(monkeypatch, moved)
    with pytest.raises(AssertionError):
        check(moved)


# ---------------------------------------------------------------- what stage 1 asks the catalog


def test_stage_1_asks_whoever_holds_for_what_is_in_a_cart(moved, monkeypatch):
    asked = []
    monkeypatch.setattr(monolith.remote, "products", lambda keys: asked.append(keys) or {})
    with shop.db.reading() as tx:
        assert set(monolith.products(tx, [moved.key])) == {moved.key} and asked == []
    moved.at("fence", "new", lambda: pytest.raises(guard.Moved, moved.buy))
    moved.move("new")
    moved.buy()
    assert asked == [[moved.key]]


def test_work_beside_the_requests_is_done_on_what_is_held(moved):
    done = []
    work = monolith.only_if_held(units.CATALOG, lambda: done.append(1))
    work()
    moved.move("new")
    work()
    assert done == [1] and service.is_held(units.CATALOG)


def test_a_plug_for_what_is_not_there_any_more_is_refused():
    with pytest.raises(LookupError, match="has no nothing"):
        monolith.put(shop.db, nothing=print)


def test_a_path_is_understood_as_the_gateway_understands_it(moved):
    """With an escaped slash, this is the path of a stock, which stays in stage 1."""
    moved.move("new")
    assert moved.both["old"].get("/api/v1/products/%2F/stock").status_code == 404


# ---------------------------------------------------------------- what services ask stage 1

NOBODY = "00000000-0000-7000-8000-000000000000"
INTERNAL = {
    ("GET", f"/sessions/{NOBODY}"): ("catalog", 404),
    ("GET", f"/people/{NOBODY}"): ("orders", 404),
    ("GET", "/stock?ids=x"): ("catalog", 200),
    ("PUT", "/stock/x"): ("catalog", 204),
}


@pytest.fixture
def token(tmp_path, monkeypatch):
    """token(service, to): signed with that service's key, whose public half stage 1 has."""
    known = {name: Ed25519PrivateKey.generate() for name in ("catalog", "orders", "accounts")}
    for name, key in known.items():
        (tmp_path / f"{name}.pem").write_bytes(public_pem(key))
    monkeypatch.setenv("SERVICE_PUBLIC_KEYS", str(tmp_path))
    chassis.config.config.cache_clear()
    chassis.keys.key_of.cache_clear()

    def made(service, to, key=None):
        return service_token(service, to, key or known[service])

    yield made
    chassis.keys.key_of.cache_clear()


@pytest.mark.parametrize(("asked", "expected"), INTERNAL.items())
def test_stage_1_answers_the_services_that_may_ask_and_nobody_else(both, token, asked, expected):
    (method, path), (service_name, status) = asked, expected
    old, _ = both

    def answer(token=None):
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        return old.open(f"/api/v1/internal{path}", method=method, headers=headers).status_code

    for to in ("accounts", "inventory"):
        assert answer(token(service_name, to)) == status
    assert answer() == answer("x.y.z") == answer(token(service_name, "orders")) == 401
    assert answer(token(service_name, "accounts", Ed25519PrivateKey.generate())) == 401
    assert answer(token("accounts", "accounts")) == 403


def test_what_is_not_held_here_is_not_shown(sides, both, token):
    """Neither the stock, nor whether a session is open."""
    old, _ = both
    sides.expand("checkout"), sides.expand("accounts")
    sides.hold("new")
    for (method, path), (name, _) in INTERNAL.items():
        headers = {"Authorization": f"Bearer {token(name, 'inventory')}"}
        answer = old.open(f"/api/v1/internal{path}", method=method, headers=headers)
        assert answer.status_code == 421


def test_a_stock_that_is_opened_twice_is_opened_once(sides, both, token):
    old, _ = both
    headers = {"Authorization": f"Bearer {token('catalog', 'inventory')}"}
    for _ in range(2):
        assert old.put("/api/v1/internal/stock/x", headers=headers).status_code == 204
        sides.old.execute("UPDATE stock SET available = 3")
    found = sides.old.execute("SELECT available FROM stock").fetchall()
    assert found == [{"available": 3}]
