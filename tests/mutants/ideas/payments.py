"""Payments by a third-party provider."""

from . import idea

IDEAS = {
    "charges-twice-on-retry": idea(
        "A charge without a response is retried with a new key.",
        "money",
        "test_provider_faults.py::test_the_line_goes_dead_after",
    ),
    "refund-is-forgotten": idea(
        "The order is cancelled, but the money is not refunded.",
        "money",
        "test_payments.py::test_the_provider_refunded_all_of_a_cancelled_order_once",
    ),
    "silence-is-a-no": idea(
        "A time-out counts as a decline, though the money may have been captured.",
        "money",
        "test_provider_faults.py::test_the_line_goes_dead_after",
    ),
    "silence-is-a-yes": idea(
        "A time-out counts as a success, though perhaps no money was captured.",
        "money",
        "test_provider_faults.py::test_a_provider_in_trouble_has_declined_nothing",
    ),
    "gives-up-at-once": idea(
        "An order is rejected as soon as the provider cannot be reached.",
        "money",
        "test_provider_faults.py::test_while_the_provider_is_away_the_shop_goes_on_and_charges_later",
    ),
    "refund-is-not-waited-for": idea(
        "An order is cancelled before the provider has acknowledged the refund.",
        "money",
        "test_provider_faults.py::test_a_cancelled_order_waits_for_its_refund",
    ),
    "empty-shelf-is-charged": idea(
        "The card is charged before the stock is checked.",
        "money",
        "test_payments.py::test_nothing_is_charged_for_what_is_out_of_stock",
    ),
    "declined-payment-stays-pending": idea(
        "The order is rejected, but its payment never becomes declined.",
        "loss",
        "test_payments.py::test_a_declined_payment_rejects_the_order_and_gives_the_stock_back",
    ),
    "three-d-secure-is-left-open": idea(
        "A charge that waits for the customer counts as declined, but is not cancelled.",
        "money",
        "test_payments.py::test_the_provider_captured_nothing_of_a_declined_order",
    ),
}
