"""Open orders of stage 2 get a state that stage 1 knows, without waiting for the provider."""

import pytest
from orders import peers

from move import quiescing
from move.checkout import Checkout
from move.standing import BACK, FORWARD
from shop_rules.errors import Unavailable

from . import made
from .services import Services, order

# {(order, reservation): the calls to services, apart from the cart's}
ASKED = {
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
    sides.expand("checkout")
    sides.hold("new")
    return Services(sides, monkeypatch)


@pytest.mark.parametrize(("state", "asked"), ASKED.items())
def test_each_open_order_becomes_one_that_stage_1_knows(sides, services, state, asked):
    order_id = order(sides, *state)
    quiescing.quiesce(sides.open)
    assert quiescing.left(sides.open) == []
    assert [each for each in services.asked if each != "renew"] == asked
    assert ("renew" in services.asked) == (state[0] == "pending")
    status, held = state
    if (status, held or "reserved") == ("pending", "reserved"):
        [payment] = made.rows(sides.payments, "payments")
        assert (payment["order_id"], payment["status"], payment["amount"]) == (
            order_id,
            "pending",
            100,
        )


@pytest.mark.parametrize("state", ASKED)
def test_before_that_the_checkout_may_not_go_back(sides, services, state):
    order(sides, *state)
    is_fit = state == ("cancelling", "sold")
    assert (quiescing.left(sides.open) == []) == is_fit
    move = type("Move", (), {"sides": sides.open})
    assert Checkout().is_quiet(move, BACK) == is_fit and Checkout().is_quiet(move, FORWARD)


def test_an_order_without_stock_is_rejected(sides, services):
    services.in_stock = False
    order(sides, "pending", None)
    quiescing.quiesce(sides.open)
    assert services.asked == ["renew", "reserve", "settle"]


def test_what_a_service_does_not_answer_is_left_for_the_next_pass(sides, services, monkeypatch):
    def away(_):
        raise Unavailable("inventory is unavailable.")

    order_id = order(sides, "pending", None)
    with monkeypatch.context() as patch:
        patch.setattr(peers, "reserve", away)
        quiescing.quiesce(sides.open)
    assert quiescing.left(sides.open) == [order_id]
    quiescing.quiesce(sides.open)
    assert quiescing.left(sides.open) == []
