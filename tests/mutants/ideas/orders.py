"""Carts, orders and what people are told of them."""

from . import idea

IDEAS = {
    "cart-stays-full": idea(
        "What was ordered is still in the cart.",
        "state",
        "test_orders_placing.py",
    ),
    "cart-keeps-its-id": idea(
        "The cart is emptied, but it is the one that was bought.",
        "state",
        "test_orders_placing.py",
    ),
    "quantities-add-up": idea(
        "Setting a quantity adds it to the one before.",
        "state",
        "test_cart.py",
    ),
    "money-in-floats": idea(
        "Sums are made in floating-point euros and cut to cents.",
        "sums",
        "test_cart.py",
    ),
    "orders-follow-the-catalog": idea(
        "An order shows today's prices instead of those it was placed at.",
        "sums",
        "test_orders_placing.py",
    ),
    "archived-products-are-sold": idea(
        "Nobody looks whether what is in the cart is still on sale.",
        "validation",
        "test_orders_refused.py",
    ),
    "reason-is-lost": idea(
        "A rejected order does not say why.",
        "loss",
        "test_payments.py",
    ),
    "unpaid-orders-are-shipped": idea(
        "A pending order can be shipped.",
        "state",
        "test_provider_faults.py::test_a_waiting_order_is_neither_shipped_nor_delivered",
    ),
    "shipped-orders-are-cancelled": idea(
        "An order on its way can be cancelled and refunded.",
        "state",
        "test_orders_moving.py",
    ),
    "early-cancellation-is-forgotten": idea(
        "A cancellation of a pending order is accepted and never acted upon.",
        "loss",
        "test_provider_faults.py::test_the_cancellation_of_a_waiting_order_is_remembered",
    ),
    "history-skips-a-step": idea(
        "The history of a cancelled order does not say since when it was being cancelled.",
        "loss",
        "test_orders_moving.py",
    ),
    "confirmation-is-told-twice": idea(
        "Two notifications of one outcome.",
        "duplicate",
        "test_notifications.py",
    ),
    "rejection-is-not-told": idea(
        "No notification of a rejected order.",
        "loss",
        "test_notifications.py",
    ),
    "move-is-not-compared": idea(
        "An order is moved by its state as it was read, without a look when it is written.",
        "race",
        "test_races.py",
    ),
}
