"""What can be wrong with a shop of functions only: conditions, events, keys of items."""

from . import idea

IDEAS = {
    "an-unconditional-write": idea(
        "Stock is taken without a condition on what is there",
        "lost update",
        "test_races_of_stock_and_carts.py",
        "test_orders_placing.py",
    ),
    "an-unconditional-move": idea(
        "An order is moved whatever it is by now",
        "lost update",
        "test_races.py",
        "test_orders_moving.py",
    ),
    "an-unconditional-cart": idea(
        "A cart is written over whatever was put in meanwhile",
        "lost update",
        "test_races_of_stock_and_carts.py",
        "test_cart.py",
    ),
    "half-of-a-transaction": idea(
        "Writes of a transaction are sent one by one, and what was sent stays",
        "no atomicity",
        "test_orders_placing.py",
        "test_races_of_stock_and_carts.py",
    ),
    "a-handler-that-is-not-idempotent": idea(
        "Settling reserves the goods again whenever it goes on",
        "event delivered twice",
        "test_waiting_orders.py",
        "test_provider_faults.py",
    ),
    "a-batch-that-fails-whole": idea(
        "One picture that cannot be read keeps all others waiting",
        "poison message",
        "test_images.py::test_damaged_pictures_keep_no_other_from_its_thumbnail",
    ),
    "links-lead-behind-the-door": idea(
        "A link to a picture has the address that it was signed for, which no client can reach",
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
        "Lists learn only once how many there are",
        "lost event",
        "test_bites_services.py",
        "test_inventory.py",
    ),
}
