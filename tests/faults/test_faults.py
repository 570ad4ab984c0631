"""The short form; `python -m tests.faults` is the long one."""

import pytest

from . import elsewhere, kills, points, restarted, roles, troubles
from .office import Office

SOME_POINTS = [
    "place_order:after-commit",
    "store_reference:before-commit",
    "provider.confirm:after",
    "confirm_order:before-commit",
    "finish_cancelling:before-commit",
    "sandbox.confirm:after-commit",
]
RESTARTS = restarted.acts("1", ["shop", "sandbox"])


@pytest.mark.parametrize("time", range(4))
def test_the_books_balance_after_the_shop_is_killed_under_load(sqlite_market, time):
    kills.kill("shop", sqlite_market, f"short {time}")


@pytest.mark.parametrize("time", range(2))
def test_the_books_balance_after_the_provider_is_killed_under_load(sqlite_market, time):
    kills.kill("sandbox", sqlite_market, f"short {time}")


@pytest.mark.parametrize("point", SOME_POINTS)
def test_what_was_asked_for_is_done_once_though_the_process_dies_at(sqlite, point):
    points.die_at(point, sqlite)


def test_nobody_pays_twice_when_the_line_goes_dead_after_the_charge(sqlite):
    troubles.suffer(troubles.the_line_goes_dead_when_it_has_charged, sqlite)


def test_nobody_is_another_after_the_shop_is_killed_during_sign_ins(sqlite):
    elsewhere.kill("shop", "short", elsewhere.Crowd(sqlite))


def test_no_role_survives_and_no_entry_is_double_after_the_shop_is_killed(sqlite):
    roles.kill("shop", "short", Office(sqlite))


@pytest.mark.parametrize("name", RESTARTS)
def test_every_bound_is_kept_after_it_was(sqlite, name):
    restarted.restart(name, RESTARTS[name], sqlite)
