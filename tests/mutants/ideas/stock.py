"""What is in stock, held for orders, and sold."""

from . import idea

IDEAS = {
    "oversells-by-one": idea(
        "One more is sold than there is.",
        "off by one",
        "test_orders_placing.py",
    ),
    "asks-for-stock-too-early": idea(
        "Stock is looked at before the transaction that takes it has begun.",
        "race",
        "test_races.py",
    ),
    "declined-goods-stay-reserved": idea(
        "A declined payment rejects the order and gives no stock back.",
        "compensation",
        "test_payments.py",
    ),
    "half-a-reservation-is-kept": idea(
        "Of a cart that is too much, what was reserved before the lack was seen stays reserved.",
        "compensation",
        "test_orders_placing.py",
    ),
    "cancelled-goods-never-come-back": idea(
        "Cancelling gives the money back, not the stock.",
        "compensation",
        "test_orders_moving.py",
    ),
    "adjustment-counts-twice": idea(
        "An adjustment sent again with its key is made again.",
        "idempotency",
        "test_inventory.py",
    ),
}
