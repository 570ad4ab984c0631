"""The checkout moves there and back with orders under way, and its books balance on either side.

The mutants below are hand-overs without one of their parts. Each must fail one of the checks here.
"""

import pytest
from inventory import usecases as inventory

import shop.db
from move import carts, closing, mover, plan, quiescing, rows, steps, units

import chassis.config
import chassis.db

from . import made
from .services import order
from .test_quiescing import ASKED
from .walking import Died, Shop

POSSIBLE = mover.Mover._possible
OPEN_AT_OLD = {"pending": "reserved", "cancelling": "sold", "confirmed": "sold"}


@pytest.fixture
def bound(sides, monkeypatch):
    """bound(name): have the services' code use that database from then on."""

    def bind(name):
        monkeypatch.setenv("DATABASE_URL", sides.urls[name])
        chassis.config.config.cache_clear()
        chassis.db.engine.cache_clear()

    yield bind
    chassis.db.engine().dispose()
    chassis.db.engine.cache_clear()


# ---------------------------------------------------------------- what has to hold


def check_open_orders_come_back(moving, bound):
    """In each state that stage 2 knows. In stage 1 an open order has its stock and its payment."""
    sides = moving.sides
    moving.move("new")
    for state in ASKED:
        order(sides, *state, product=moving.product)
    moving.move("ready")
    held = {"reserved": 0, "sold": 0}
    paid = {row["order_id"] for row in made.rows(sides.old, "payments")}
    for row in made.rows(sides.old, "orders"):
        assert row["status"] not in ("pending", "cancelling") or row["id"] in paid
        if row["status"] in OPEN_AT_OLD:
            held[OPEN_AT_OLD[row["status"]]] += 1
    [stock] = made.rows(sides.old, "stock")
    assert {name: stock[name] for name in held} == held


def check_nothing_is_reserved_twice(moving, bound):
    """The worker of stage 2 picks up a pending order of stage 1, and begins by reserving."""
    sides = moving.sides
    order_id = made.order(sides.old, made.person(sides.old), status="pending")
    made.lines(sides.old, order_id, moving.product)
    made.payment(sides.old, order_id, status="pending")
    sides.old.execute("UPDATE stock SET available = 19, reserved = 1")
    moving.move("new")
    bound("inventory")
    lines = [{"product_id": moving.product, "quantity": 1}]
    assert inventory.reserve(order_id, lines)
    [stock] = made.rows(sides.inventory, "stock")
    assert (stock["available"], stock["reserved"]) == (19, 1)


def check_the_giver_learns_who_holds(moving, bound):
    """Otherwise no account could be closed any more."""
    moving.rounds = 60
    reader = made.person(moving.sides.old)
    made.cart(moving.sides.old, reader)
    moving.move("new")
    with shop.db.transaction("close") as tx:
        closing.forget_person(tx, reader)
    assert len(made.rows(moving.sides.old, "carts")) == 1  # the new side forgets it


CHECKS = [
    check_open_orders_come_back,
    check_nothing_is_reserved_twice,
    check_the_giver_learns_who_holds,
]


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.__name__[6:])
def test_it_holds(moving, bound, check):
    check(moving, bound)


# ---------------------------------------------------------------- hand-overs that lack something


def without_quiescing(monkeypatch):
    monkeypatch.setattr(quiescing, "quiesce", lambda _: None)
    monkeypatch.setattr(quiescing, "left", lambda _: [])


def without_reservations(monkeypatch):
    few = [each for each in rows.DIRECTIONS if each.name != "reservations"]
    monkeypatch.setattr(rows, "DIRECTIONS", few)


def without_informing(monkeypatch):
    says_so = steps.Step("inform", lambda move, transfer: move.show(transfer.taker))
    monkeypatch.setattr(plan, "INFORM", says_so)


MUTANTS = [
    (without_quiescing, check_open_orders_come_back),
    (without_reservations, check_nothing_is_reserved_twice),
    (without_informing, check_the_giver_learns_who_holds),
]


@pytest.mark.parametrize(("mutant", "check"), MUTANTS, ids=lambda each: each.__name__)
def test_a_hand_over_that_lacks_something_is_caught(moving, bound, monkeypatch, mutant, check):
    mutant(monkeypatch)
    with pytest.raises(AssertionError):
        check(moving, bound)


# ---------------------------------------------------------------- and one that can't be ended


def test_an_order_that_stays_as_it_is_keeps_the_checkout_where_it_is(moving, monkeypatch):
    moving.move("new")
    monkeypatch.setattr(quiescing, "quiesce", lambda _: None)
    monkeypatch.setattr(steps, "QUIET_WITHIN", 0)
    order(moving.sides, "pending", None)
    with pytest.raises(Died):
        moving.move("ready", die_after="quiesce")
    assert moving.holders() == ["new"] and moving.shown() == "new"


def test_an_order_that_changes_while_its_databases_are_fenced_is_seen(moving, monkeypatch):
    """For example by a worker that has sold the order's stock, and not confirmed it yet."""
    moving.move("new")
    order_id = order(moving.sides, "pending", "reserved", moving.product)
    with pytest.raises(Died):
        moving.move("ready", die_after="fence")
    with moving.sides.inventory.transaction():
        moving.sides.inventory.execute("SET LOCAL move.follows = 'on'")
        sold = "UPDATE reservations SET status = 'sold' WHERE order_id = %s"
        moving.sides.inventory.execute(sold, [order_id])
    with pytest.raises(Died):
        moving.move("ready", die_after="unfence")
    assert moving.holders() == ["new"]


def test_an_event_that_is_not_read_yet_keeps_the_checkout_where_it_is(moving, monkeypatch):
    """Stage 1 already has its effect. If it were read later, it would count twice."""
    moving.move("new")
    event = {"id": "e", "destination": "stream stock", "content": {}, "traceparent": "x"}
    made.insert(moving.sides.inventory, "outbox", event)
    with monkeypatch.context() as patch, pytest.raises(Died):
        patch.setattr(plan, "GIVEN_UP_AFTER", 0.3)
        moving.move("ready", die_after="unfence")
    assert moving.holders() == ["new"]
    moving.sides.inventory.execute("UPDATE outbox SET published_at = '2026'")
    moving.move("ready")
    assert moving.holders() == ["old"]


@pytest.mark.parametrize("goal", ["new", "ready"])
def test_a_mover_that_dies_between_two_databases_is_followed_by_one_that_goes_on(
    moving, monkeypatch, goal
):
    """Whatever the goal is by then, because the admitted databases may already have new writes."""
    flip, flipped = carts.flip, []

    def dying(*state):
        flipped.append(state)
        raise Died

    moving.move("ready")
    monkeypatch.setattr(carts, "flip", dying)
    with pytest.raises(Died):
        moving.move("new")
    assert moving.holders() == ["new"] and moving.shown() == "nobody" and flipped
    monkeypatch.setattr(carts, "flip", flip)
    moving.move(goal)
    assert moving.holders() == ["new" if goal == "new" else "old"]


def test_a_unit_that_another_asks_does_not_go_back_before_it(moving, monkeypatch):
    monkeypatch.setattr(mover.Mover, "_possible", POSSIBLE)
    moving.move("new", others=dict.fromkeys(units.CHECKOUT.after, "ready"))
    assert moving.holders() == ["old"]
    moving.move("new", others=dict.fromkeys(units.CHECKOUT.after, "new"))
    assert moving.holders() == ["new"]
    catalog = Shop(moving.sides, units.CATALOG)
    catalog.move("ready", others={"checkout": "new"})
    assert catalog.holders() == ["new"] == moving.holders()
    catalog.move("ready", others={"checkout": "ready"})
    assert catalog.holders() == ["old"] == moving.holders()
