"""Open orders of stage 2 become what stage 1 knows. On real databases, with the copy's own code."""

import pytest
from orders import peers

from move import quiescing
from shop_rules.errors import Unavailable
from tests.move import made
from tests.move.services import Services, order

pytest_plugins = ["tests.move.conftest"]  # PostgreSQL, and `sides` of a move

# {(order, what is reserved for it): what the services are asked, besides the cart}
STATES = {
    ("pending", None): ["reserve"],
    ("pending", "reserved"): [],
    ("pending", "refused"): ["settle"],
    ("pending", "released"): ["settle"],
    ("pending", "sold"): ["settle"],
    ("cancelling", "sold"): [],
    ("cancelling", "returned"): ["settle"],
}


@pytest.fixture
def services(sides, monkeypatch):
    """Stage 2 holds the checkout. Its services note what they are asked: none asks the provider."""
    sides.expand("checkout")
    sides.hold("new")
    return Services(sides, monkeypatch)


@pytest.mark.parametrize("state", STATES)
def test_an_order_that_stage_1_does_not_know_is_left(sides, services, state):
    order_id = order(sides, *state)
    assert quiescing.left(sides.open) == ([] if state == ("cancelling", "sold") else [order_id])


@pytest.mark.parametrize(("state", "asked"), STATES.items())
def test_afterwards_none_is_left_and_the_provider_was_not_waited_for(sides, services, state, asked):
    order(sides, *state)
    quiescing.quiesce(sides.open)
    assert [each for each in services.asked if each != "renew"] == asked
    assert quiescing.left(sides.open) == []


def test_a_pending_order_has_begun_its_payment_and_emptied_its_cart(sides, services):
    order_id = order(sides, "pending", None)
    quiescing.quiesce(sides.open)
    [payment] = made.rows(sides.payments, "payments")
    assert (payment["order_id"], payment["status"], payment["amount"]) == (order_id, "pending", 100)
    assert "renew" in services.asked


def test_an_order_without_stock_is_rejected(sides, services):
    services.in_stock = False
    order(sides, "pending", None)
    quiescing.quiesce(sides.open)
    assert quiescing.left(sides.open) == []
    assert [row["status"] for row in made.rows(sides.orders, "orders")] == ["rejected"]


def test_one_order_that_fails_does_not_stop_the_others(sides, services, monkeypatch):
    failing, _ = order(sides, "pending", None), order(sides, "pending", None)
    reserve = peers.reserve

    def down(asked):
        if asked["id"] == failing:
            raise Unavailable("inventory is unavailable.")
        return reserve(asked)

    with monkeypatch.context() as patch:
        patch.setattr(peers, "reserve", down)
        quiescing.quiesce(sides.open)
    assert quiescing.left(sides.open) == [failing]
    quiescing.quiesce(sides.open)
    assert quiescing.left(sides.open) == []


def test_a_second_pass_changes_nothing(sides, services):
    for state in STATES:
        order(sides, *state)
    quiescing.quiesce(sides.open)
    before = made.rows(sides.orders, "orders"), made.rows(sides.payments, "payments", "id")
    quiescing.quiesce(sides.open)
    assert (
        made.rows(sides.orders, "orders"),
        made.rows(sides.payments, "payments", "id"),
    ) == before
