import pytest

from shop_rules import orders
from shop_rules.errors import Conflict

NO = None
# What each action of a person leads to, as the contract's table of states has it.
MOVES = {
    #              shipment    delivery     cancellation
    "pending": (NO, NO, "pending"),
    "confirmed": ("shipped", NO, "cancelling"),
    "rejected": (NO, NO, NO),
    "cancelling": (NO, NO, "cancelling"),
    "cancelled": (NO, NO, "cancelled"),
    "shipped": (NO, "delivered", NO),
    "delivered": (NO, NO, NO),
}
ACTIONS = ("shipment", "delivery", "cancellation")
PAIRS = [
    (status, action, becomes)
    for status, row in MOVES.items()
    for action, becomes in zip(ACTIONS, row, strict=True)
]


def test_the_table_has_every_status():
    assert set(orders.STATUSES) == set(MOVES)
    assert len(PAIRS) == 21


@pytest.mark.parametrize(("status", "action", "becomes"), PAIRS)
def test_each_action_leads_where_the_table_says(status, action, becomes):
    if becomes is NO:
        with pytest.raises(Conflict, match=f"{action} .* {status}"):
            orders.next_status(status, action)
    else:
        assert orders.next_status(status, action) == becomes


def test_an_unknown_action_is_a_conflict():
    with pytest.raises(Conflict):
        orders.next_status("confirmed", "teleport")


def test_what_is_final_is_left_by_no_action():
    for status in orders.FINAL:
        assert set(MOVES[status]) <= {NO, status}


def test_an_open_order_is_one_that_waits_for_the_provider():
    assert orders.OPEN == ("pending", "cancelling")
    assert not set(orders.OPEN) & set(orders.FINAL)


@pytest.mark.parametrize("status", ["confirmed", "rejected", "shipped", "delivered", "cancelled"])
def test_each_outcome_is_told_in_one_message(status):
    kind, text = orders.notification(status)
    assert kind == f"order_{status}"
    assert text.endswith(".")


@pytest.mark.parametrize("status", orders.OPEN)
def test_what_is_still_open_is_not_told(status):
    assert orders.notification(status) is None


def test_the_reasons_of_a_rejection_are_three():
    reasons = {orders.OUT_OF_STOCK, orders.PAYMENT_DECLINED, orders.PAYMENT_UNAVAILABLE}
    assert reasons == {"out_of_stock", "payment_declined", "payment_unavailable"}


def test_an_order_that_waits_is_tried_again_less_and_less_often():
    waits = [orders.wait_after(attempts) for attempts in range(1, 8)]
    assert waits == [1, 2, 4, 8, 15, 15, 15]


def test_however_often_an_order_was_tried_it_is_tried_again():
    for attempts in (1024, 1025, 100_000):
        assert orders.wait_after(attempts) == orders.LONGEST_WAIT


def test_a_charge_that_ends_without_money_has_its_reason():
    assert orders.REASONS == {"declined": "payment_declined", "cancelled": "payment_unavailable"}
