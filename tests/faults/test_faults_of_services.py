"""The short form for stage 2."""

import pytest

from tests.contract.steps import LATER, eventually, settled

from . import kills, points, roles, troubles
from .acts_of_orders import placed, someone_with_a_cart
from .office import Office
from .queue_lost import QUEUE, connected, lose_the_queue

SOME_PARTS = ["orders-worker", "payments", "inventory", QUEUE, "postgres"]
SOME_POINTS = [
    "catalog/archive_product:after-commit",
    "payments/store_reference:before-commit",
    "orders/publish:told-and-not-marked",
    "orders/confirm_order:after-commit",
]


@pytest.mark.parametrize("part", SOME_PARTS)
def test_the_books_balance_after_a_part_is_killed_under_load(services_market, part):
    kills.kill(part, services_market, f"short {part}")


@pytest.mark.parametrize("point", SOME_POINTS)
def test_what_was_asked_for_is_done_once_though_the_process_dies_at(services, point):
    points.die_at(point, services)


def test_what_nobody_had_read_is_told_again_when_the_queue_is_lost(services):
    services.stage.stop("notifications")
    customer, _ = someone_with_a_cart(services)
    order = settled(customer, placed(customer))
    eventually(lambda: _check_told(services, order), LATER)
    lose_the_queue(services)
    services.stage.start("notifications")
    services.wait_for_rest()
    services.check_books()


def _check_told(site, order):
    told = connected(site).xrange("stream:orders")
    assert any(order["id"] in fields["content"] for _, fields in told), told


def test_no_role_survives_and_no_entry_is_double_after_accounts_is_killed(services):
    roles.kill("accounts", "short", Office(services))


def test_nobody_pays_twice_when_the_line_goes_dead_after_the_charge(services):
    troubles.suffer(troubles.the_line_goes_dead_when_it_has_charged, services)
