"""Mistakes that only stage 3 can make: conditions, events, and keys of items."""

from . import idea

IDEAS = {
    "an-unconditional-write": idea(
        "Stock is reserved without a condition on the available stock",
        "lost update",
        "test_races_of_stock_and_carts.py",
        "test_orders_placing.py",
    ),
    "an-unconditional-move": idea(
        "An order's status is changed without a condition on the current one",
        "lost update",
        "test_races.py",
        "test_orders_moving.py",
    ),
    "an-unconditional-cart": idea(
        "A write to a cart overwrites concurrent changes",
        "lost update",
        "test_races_of_stock_and_carts.py",
        "test_cart.py",
    ),
    "half-of-a-transaction": idea(
        "A transaction's writes are sent one by one, without a rollback",
        "no atomicity",
        "test_orders_placing.py",
        "test_races_of_stock_and_carts.py",
    ),
    "a-handler-that-is-not-idempotent": idea(
        "Each retry of settling reserves the stock again",
        "event delivered twice",
        "test_waiting_orders.py",
        "test_provider_faults.py",
    ),
    "a-batch-that-fails-whole": idea(
        "One image that cannot be decoded blocks all others",
        "poison message",
        "test_images.py::test_damaged_pictures_keep_no_other_from_its_thumbnail",
    ),
    "links-lead-behind-the-door": idea(
        "An image link has the internal address that it was signed for, which no client can reach",
        "internals",
        "test_images.py",
    ),
    "an-outbox-nobody-reads": idea(
        "The stream's function relays nothing: orders wait for the sweep",
        "lost event",
        "test_orders_placing.py",
    ),
    "prices-sort-as-text": idea(
        "Prices are sorted as text without leading zeros",
        "key design",
        "test_catalog_lists.py",
        "test_catalog_search.py",
    ),
    "filters-cut-pages-short": idea(
        "A page ends where the table stopped reading, though more would match",
        "filter after limit",
        "test_catalog_search.py",
        "test_catalog_lists.py",
    ),
    "a-stream-that-only-knows-new-stock": idea(
        "Lists are updated only by a product's first stock record",
        "lost event",
        "test_bites_services.py",
        "test_inventory.py",
    ),
}
