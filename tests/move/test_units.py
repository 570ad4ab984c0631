"""Every table of both stages belongs to a unit, or says why not; and every path to a side."""

import accounts.sessions
import accounts.store
import catalog.store
import inventory.reservations
import inventory.store
import notifications.store
import orders.tables
import payments.store
import pytest
from gateway.routing import TABLE, service_of

import shop.app
from move import authority, databases, expanding, rows, units
from shop import db as of_shop
from shop import tables

from chassis import db as of_services
from chassis import idempotency, inbox, outbox

from . import made

METADATA = {"1": of_shop.metadata, "2": of_services.metadata}
assert tables and (accounts, catalog, inventory, notifications, orders, payments)
assert idempotency and inbox and outbox


def tables_of(stage):
    """{table: the unit that has it}; a name is in one service only."""
    side = "old" if stage == "1" else "new"
    found = {}
    for direction in rows.DIRECTIONS:
        forward = direction.way == "forward"
        if direction.whole:
            found[direction.table if forward == (side == "old") else direction.into] = direction
    return set(found)


@pytest.mark.parametrize("stage", ["1", "2"])
def test_every_table_is_moved_or_says_why_it_stays(stage):
    there = set(METADATA[stage].tables)
    moved, stays = tables_of(stage), set(units.STAYS[stage])
    assert there - moved - stays == set()
    assert moved & stays == set() and (moved | stays) - there == set()
    assert all(units.STAYS[stage].values())


@pytest.mark.parametrize("unit", units.UNITS, ids=lambda unit: unit.name)
def test_foreign_keys_that_cross_the_border_of_a_unit_are_its_ties(unit):
    """Those to a unit that is held elsewhere would refuse what is right, or delete what is."""
    own = {each.table for each in rows.of(unit.name) if each.way == "forward" and each.whole}
    crossing = {
        (table.name, column.name, key.column.table.name)
        for table in of_shop.metadata.tables.values()
        for column in table.columns
        for key in column.foreign_keys
        if key.column.table.name in own and table.name not in own
    }
    assert crossing == {tuple(tie) for tie in unit.ties}


def test_each_path_of_the_contract_leads_to_a_unit_or_stays():
    asked = {
        "/products": "catalog",
        "/products/x/image": "catalog",
        "/products/bestsellers": "catalog",
        "/products/x/stock/adjustments": None,
        "/users/x/notifications": "notifications",
        "/users/x/cart": None,
        "/orders/x": None,
    }
    found = {path: units.of_service(service_of(path)) for path in asked}
    assert {path: unit and unit.name for path, unit in found.items()} == asked


def test_each_feature_of_a_unit_is_a_blueprint_of_stage_1_and_a_service():
    """By which the guards know what a request is about."""
    features = {feature.name for feature in shop.app.FEATURES}
    assert set(units.BY_FEATURE) <= features & {service for _, service in TABLE}


def constraints(sides):
    query = "SELECT conname, convalidated FROM pg_constraint WHERE contype = 'f' ORDER BY 1"
    return sides.old.execute(query).fetchall()


@pytest.mark.parametrize("name", units.NAMES)
def test_a_move_that_is_taken_back_before_the_hand_over_leaves_nothing(sides, name):
    made.product(sides.old)
    before = constraints(sides)
    unit = sides.expand(name)
    sides.expand(name)  # again: no harm
    assert expanding.is_expanded(unit, sides.open)
    assert (constraints(sides) != before) == bool(unit.ties)
    sides.old.execute("UPDATE products SET price = 3")
    sides.carry(*[each.name for each in rows.of(name)])
    for _ in range(2):
        expanding.take_back(unit, sides.open)
    assert constraints(sides) == before and not expanding.is_expanded(unit, sides.open)
    for database in (sides.old, sides.open[unit.database]):
        triggers = "SELECT tgname FROM pg_trigger WHERE tgname LIKE 'move%'"
        assert database.execute(triggers).fetchall() == []
        assert authority.state(database, name) is None
        noted = "SELECT * FROM move_changes" if databases.has(database, "move_changes") else None
        assert noted is None or database.execute(noted).fetchall() == []
    assert made.rows(sides.open[unit.database], rows.of(name)[0].into) == []
    sides.old.execute("UPDATE products SET price = 4")
