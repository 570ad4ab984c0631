"""Every table of both stages belongs to a unit, or says why not, and every path to a side."""

from importlib import import_module

import pytest
from flask import Blueprint
from gateway.routing import TABLE, service_of

import shop.app
from move import authority, carts, databases, expanding, guard, rows, units
from shop import db as of_shop
from tests.layout.house import SERVICES, below, python_files

from chassis import db as of_services

from . import made

FOLDERS = ("stage1-monolith", SERVICES)
METADATA = {"1": of_shop.metadata, "2": of_services.metadata}
for folder in FOLDERS:  # whatever has a table, so that none is forgotten
    for path, text in below(python_files(), folder).items():
        if "sa.Table(" in text and "/migrations/" not in path:
            import_module(path[len(folder) + 1 : -3].replace("/", "."))


def tables_of(stage):
    """{table: its unit}. No two services have a table of the same name."""
    side = "old" if stage == "1" else "new"
    found = set()
    for direction in rows.DIRECTIONS:
        forward = direction.way == "forward"
        if direction.whole and forward == (side == "old"):
            found |= {direction.table, *direction.parts}
        elif direction.whole and direction.store is None:
            same = direction.table == direction.into
            found |= {direction.into, *(direction.parts if same else ())}
    return found


def check_tables(stage, there):
    moved, stays = tables_of(stage), set(units.STAYS[stage])
    assert there - moved - stays == set()
    assert moved & stays == set() and (moved | stays) - there == set()


@pytest.mark.parametrize("stage", ["1", "2"])
def test_every_table_is_moved_or_says_why_it_stays(stage):
    check_tables(stage, set(METADATA[stage].tables))
    assert all(units.STAYS[stage].values())


@pytest.mark.parametrize("stage", ["1", "2"])
def test_a_table_of_a_later_feature_is_found(stage):
    with pytest.raises(AssertionError, match="coupons"):
        check_tables(stage, {*METADATA[stage].tables, "coupons"})


def test_foreign_keys_between_what_ends_in_different_places_are_ties():
    """Otherwise a row would be refused, because the one it refers to is missing or deleted."""
    place = {}
    for each in rows.DIRECTIONS:
        if each.way == "forward" and each.whole:
            for table in (each.table, *each.parts):
                place.setdefault(table, each.store or each.target)
    crossing = {
        (table.name, column.name, key.column.table.name, f"ON DELETE {key.ondelete}")
        for table in of_shop.metadata.tables.values()
        for column in table.columns
        for key in column.foreign_keys
        if place[table.name] != place[key.column.table.name]
    }
    ties = {(*tie[:3], tie.action or "ON DELETE None") for unit in units.UNITS for tie in unit.ties}
    assert crossing == ties


@pytest.mark.parametrize("unit", units.UNITS, ids=lambda unit: unit.name)
def test_what_the_holder_alone_writes_is_fenced_on_both_sides(unit):
    """Each table that moves there and back."""
    both = {}
    for each in rows.of(unit.name):
        if each.whole and unit.fenced:
            both.setdefault(each.source, set()).update((each.table, *each.parts))
            if each.store is None:
                parts = each.parts if each.table == each.into else ()
                both.setdefault(each.target, set()).update((each.into, *parts))
    assert both == {name: set(tables) for name, tables in unit.fenced.items()}


def test_each_path_of_the_contract_leads_to_a_unit():
    asked = {
        "/products": "catalog",
        "/products/x/image": "catalog",
        "/products/x/images/y": "catalog",
        "/products/bestsellers": "catalog",
        "/products/x/stock/adjustments": "checkout",
        "/users/x/notifications": "notifications",
        "/users/x/cart": "checkout",
        "/orders/x": "checkout",
        "/orders/x/payment": "checkout",
        "/users/x": "accounts",
        "/users/x/mfa": "accounts",
        "/tokens/refresh": "accounts",
    }
    assert {path: units.of_service(service_of(path)).name for path in asked} == asked


def test_each_feature_of_a_unit_is_a_blueprint_of_stage_1_and_a_service():
    """The guards look up a request's unit by its blueprint."""
    features = {feature.name for feature in shop.app.FEATURES}
    assert set(units.BY_FEATURE) == features
    assert features <= {service for _, service in TABLE}


def test_a_route_that_no_unit_guards_stops_the_start():
    """It would answer from a side that doesn't hold its rows anymore."""
    app = shop.conventions.create_app("shop")
    app.register_blueprint(shop.accounts.routes.bp)
    wishes = Blueprint("wishes", __name__)
    wishes.add_url_rule("/wishes", "list_wishes", list)
    app.register_blueprint(wishes)
    with pytest.raises(ValueError, match="No unit guards wishes"):
        guard.protect(app, lambda unit: None, units.BY_FEATURE)


def constraints(sides):
    query = "SELECT conname, convalidated FROM pg_constraint WHERE contype = 'f' ORDER BY 1"
    return sides.old.execute(query).fetchall()


@pytest.mark.parametrize("name", units.NAMES)
def test_a_move_that_is_taken_back_before_the_hand_over_leaves_nothing(sides, name):
    made.product(sides.old)
    before = constraints(sides)
    unit = sides.expand(name)
    sides.expand(name)  # idempotent
    assert expanding.is_expanded(unit, sides.open)
    assert (constraints(sides) != before) == bool(unit.ties)
    sides.old.execute("UPDATE products SET price = 3")
    sides.carry(*[each.name for each in rows.of(name)])
    for _ in range(2):
        expanding.take_back(unit, sides.open)
    assert constraints(sides) == before and not expanding.is_expanded(unit, sides.open)
    for _, place in unit.databases():
        database = sides.open[place]
        triggers = "SELECT tgname FROM pg_trigger WHERE tgname LIKE 'move%'"
        assert database.execute(triggers).fetchall() == []
        assert authority.state(database, name) is None
        noted = "SELECT * FROM move_changes" if databases.has(database, "move_changes") else None
        assert noted is None or database.execute(noted).fetchall() == []
    for each in rows.of(name):
        if each.way == "forward" and each.whole and each.store is None:
            assert made.rows(sides.open[each.target], each.into) == []
    assert carts.state() is None and carts.count() == 0
    sides.old.execute("UPDATE products SET price = 4")
