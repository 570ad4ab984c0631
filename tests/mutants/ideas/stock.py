"""Available, reserved and sold stock."""

from . import idea

IDEAS = {
    "oversells-by-one": idea(
        "One unit more than the available stock can be sold.",
        "off by one",
        "test_orders_placing.py::test_the_very_last_can_be_bought_and_then_there_are_none",
    ),
    "asks-for-stock-too-early": idea(
        "Stock is checked before the transaction that reserves it.",
        "race",
        "test_races.py::test_twelve_buyers_of_the_last_items_leave_as_many_orders_as_items",
    ),
    "declined-goods-stay-reserved": idea(
        "A declined payment rejects the order without releasing the stock.",
        "compensation",
        "test_payments.py::test_a_declined_payment_rejects_the_order_and_gives_the_stock_back",
    ),
    "half-a-reservation-is-kept": idea(
        "If one line is out of stock, the lines reserved before it stay reserved.",
        "compensation",
        "test_orders_placing.py::test_of_a_mixed_cart_everything_is_bought_or_nothing",
    ),
    "cancelled-goods-never-come-back": idea(
        "Cancelling refunds the money, but does not release the stock.",
        "compensation",
        "test_orders_moving.py::test_what_a_cancelled_order_gave_back_can_be_bought_again",
    ),
    "adjustment-counts-twice": idea(
        "A retried adjustment with the same key is made twice.",
        "idempotency",
        "test_inventory.py::test_an_adjustment_sent_again_counts_once",
    ),
    "declined-order-gives-one-line-back": idea(
        "A declined payment releases only the first line of an order.",
        "compensation",
        "test_bites_stock.py::test_a_declined_order_of_several_lines_gives_all_of_them_back",
    ),
    "cancelled-order-gives-one-line-back": idea(
        "Cancelling releases only the first line of an order.",
        "compensation",
        "test_bites_stock.py::test_a_cancelled_order_of_several_lines_gives_all_of_them_back",
    ),
    "reserved-goods-are-offered-again": idea(
        "Units reserved for waiting orders still count as available.",
        "stale read",
        "test_bites_stock.py::test_what_waits_for_the_provider_is_not_offered_to_others",
    ),
}
