"""What is in stock, held for orders, and sold."""

from . import idea

IDEAS = {
    "oversells-by-one": idea(
        "One more is sold than there is.",
        "off by one",
        "test_orders_placing.py::test_the_very_last_can_be_bought_and_then_there_are_none",
    ),
    "asks-for-stock-too-early": idea(
        "Stock is looked at before the transaction that takes it has begun.",
        "race",
        "test_races.py::test_twelve_buyers_of_the_last_items_leave_as_many_orders_as_items",
    ),
    "declined-goods-stay-reserved": idea(
        "A declined payment rejects the order and gives no stock back.",
        "compensation",
        "test_payments.py::test_a_declined_payment_rejects_the_order_and_gives_the_stock_back",
    ),
    "half-a-reservation-is-kept": idea(
        "Of a cart that is too much, what was reserved before the lack was seen stays reserved.",
        "compensation",
        "test_orders_placing.py::test_of_a_mixed_cart_everything_is_bought_or_nothing",
    ),
    "cancelled-goods-never-come-back": idea(
        "Cancelling gives the money back, not the stock.",
        "compensation",
        "test_orders_moving.py::test_what_a_cancelled_order_gave_back_can_be_bought_again",
    ),
    "adjustment-counts-twice": idea(
        "An adjustment sent again with its key is made again.",
        "idempotency",
        "test_inventory.py::test_an_adjustment_sent_again_counts_once",
    ),
    "declined-order-gives-one-line-back": idea(
        "Of an order of several lines, a declined payment gives only the first back.",
        "compensation",
        "test_bites_stock.py::test_a_declined_order_of_several_lines_gives_all_of_them_back",
    ),
    "cancelled-order-gives-one-line-back": idea(
        "Of an order of several lines, cancelling gives only the first back.",
        "compensation",
        "test_bites_stock.py::test_a_cancelled_order_of_several_lines_gives_all_of_them_back",
    ),
    "reserved-goods-are-offered-again": idea(
        "What is reserved for waiting orders is still shown as available.",
        "stale read",
        "test_bites_stock.py::test_what_waits_for_the_provider_is_not_offered_to_others",
    ),
}
