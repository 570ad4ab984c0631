"""Carts, orders and notifications."""

from . import idea

IDEAS = {
    "cart-stays-full": idea(
        "The cart still holds the ordered products.",
        "state",
        "test_orders_placing.py::test_placing_leaves_an_empty_cart_with_a_new_id",
    ),
    "cart-keeps-its-id": idea(
        "The cart is emptied, but keeps its id after an order.",
        "state",
        "test_orders_placing.py::test_placing_leaves_an_empty_cart_with_a_new_id",
    ),
    "quantities-add-up": idea(
        "Setting a quantity adds to the old quantity.",
        "state",
        "test_cart.py::test_a_quantity_is_replaced_not_added",
    ),
    "money-in-floats": idea(
        "Totals are calculated in floating-point euros and truncated to cents.",
        "sums",
        "test_cart.py::test_totals_are_exact",
    ),
    "orders-follow-the-catalog": idea(
        "An order shows current prices instead of those at its placement.",
        "sums",
        "test_orders_placing.py::test_an_order_keeps_its_copy_of_name_and_price",
    ),
    "archived-products-are-sold": idea(
        "An order may contain archived products.",
        "validation",
        "test_orders_refused.py::test_an_archived_product_in_the_cart_is_named",
    ),
    "reason-is-lost": idea(
        "A rejected order does not say why.",
        "loss",
        "test_payments.py::test_a_declined_payment_rejects_the_order_and_gives_the_stock_back",
    ),
    "unpaid-orders-are-shipped": idea(
        "A pending order can be shipped.",
        "state",
        "test_provider_faults.py::test_a_waiting_order_is_neither_shipped_nor_delivered",
    ),
    "shipped-orders-are-cancelled": idea(
        "A shipped order can be cancelled and refunded.",
        "state",
        "test_orders_moving.py::test_what_the_table_does_not_allow_changes_nothing",
    ),
    "early-cancellation-is-forgotten": idea(
        "The cancellation of a pending order is accepted but never carried out.",
        "loss",
        "test_provider_faults.py::test_the_cancellation_of_a_waiting_order_is_remembered",
    ),
    "history-skips-a-step": idea(
        "The history of a cancelled order lacks `cancelling`.",
        "loss",
        "test_orders_moving.py::test_a_confirmed_order_is_cancelled_by_its_owner_or_staff",
    ),
    "confirmation-is-told-twice": idea(
        "One outcome sends two notifications.",
        "duplicate",
        "test_notifications.py::test_one_notification_is_sent_for_each_outcome_of_an_order_that_is",
    ),
    "rejection-is-not-told": idea(
        "A rejected order sends no notification.",
        "loss",
        "test_notifications.py::test_too_little_stock_is_told_as_well",
    ),
    "move-is-not-compared": idea(
        "A transition checks the status when it reads it, but not when it writes.",
        "race",
        "test_races.py::test_of_six_equal_moves_at_once_exactly_one_is_made",
    ),
    "order-lines-lose-their-order": idea(
        "An order's lines are sorted by product id, not in the cart's order.",
        "lists",
        "test_bites_stock.py::test_the_lines_of_an_order_stand_as_they_stood_in_the_cart",
    ),
}
