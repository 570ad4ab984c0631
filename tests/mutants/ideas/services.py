"""What goes wrong between services: a saga, an outbox, a cache, a gateway."""

from . import idea

IDEAS = {
    "cart-is-bought-twice": idea(
        "Two orders with different keys, at the same moment, are made of one cart.",
        "race",
        "test_orders_idempotency.py::test_eight_keys_at_once_for_one_cart_are_one_order",
    ),
    "cart-never-hears-of-the-order": idea(
        "The cart service is not told that the cart was bought.",
        "state",
        "test_orders_placing.py::test_placing_leaves_an_empty_cart_with_a_new_id",
    ),
    "cart-loses-what-came-meanwhile": idea(
        "Renewing the cart empties it, whatever was put in since the order read it.",
        "race",
        "test_races_of_stock_and_carts.py"
        "::test_what_is_put_in_while_placing_is_in_the_order_or_in_the_cart",
    ),
    "carts-know-old-prices": idea(
        "The cart service remembers products for a minute, also when an order asks for the price.",
        "stale read",
        "test_orders_placing.py::test_the_price_is_that_of_the_moment_of_placing",
    ),
    "unknown-is-declined": idea(
        "The saga takes payments' 'not known yet' for a decline, and gives the goods back.",
        "money",
        "test_provider_faults.py::test_while_the_provider_is_away_the_shop_goes_on_and_charges_later",
    ),
    "unknown-is-paid": idea(
        "The saga confirms whatever was not declined.",
        "money",
        "test_provider_faults.py::test_a_provider_in_trouble_has_declined_nothing",
    ),
    "reserving-again-reserves-more": idea(
        "A step of the saga that is taken again reserves once more.",
        "idempotency",
        "test_waiting_orders.py::test_what_a_waiting_order_has_reserved_is_nobody_elses",
    ),
    "goods-come-back-before-the-money": idea(
        "A cancelled order's goods are for sale again though its refund is not acknowledged.",
        "compensation",
        "test_bites_services.py::test_goods_come_back_once_the_money_has_gone_back",
    ),
    "task-is-not-in-the-outbox": idea(
        "An order commits without the task that settles it; only the sweep finds it.",
        "loss",
        "test_payments.py::test_a_confirmed_order_is_paid",
    ),
    "closed-account-is-not-told": idea(
        "Accounts deletes a person and tells nobody.",
        "loss",
        "test_deleted_accounts.py::test_final_orders_stay_without_their_address",
    ),
    "stock-is-not-told": idea(
        "Inventory changes the stock and the catalog never hears of it.",
        "loss",
        "test_bites_services.py::test_a_list_soon_shows_the_last_of_many_changes_of_the_stock",
    ),
    "old-stock-wins": idea(
        "Events come in the wrong order, and the catalog keeps the one that came last.",
        "race",
        "test_bites_services.py::test_a_list_soon_shows_the_last_of_many_changes_of_the_stock",
    ),
    "availability-is-a-copy": idea(
        "How many there are is answered from the catalog's copy, without asking inventory.",
        "race",
        "test_bites_services.py::test_what_can_be_bought_is_never_what_could_be_bought_before",
    ),
    "sales-are-counted-twice": idea(
        "Each event is published twice, and the catalog counts it each time.",
        "duplicate",
        "test_bestsellers.py::test_what_is_confirmed_counts_and_what_is_cancelled_does_not",
    ),
    "rejected-orders-sell": idea(
        "Every end of an order counts as a sale.",
        "sums",
        "test_bestsellers.py::test_what_is_confirmed_counts_and_what_is_cancelled_does_not",
    ),
    "new-goods-are-not-counted": idea(
        "The catalog does not tell inventory of a new product.",
        "loss",
        "test_inventory.py::test_a_new_product_is_not_in_stock",
    ),
    "changes-miss-the-cache": idea(
        "A changed product is read from the cache as it was.",
        "stale read",
        "test_bites_catalog.py::test_a_change_moves_the_time_of_the_last_change_on",
    ),
    "archiving-misses-the-cache": idea(
        "An archived product is served from the cache.",
        "stale read",
        "test_catalog.py::test_an_archived_product_is_gone_for_everybody",
    ),
    "lists-are-never-forgotten": idea(
        "Lists are remembered for minutes, and no change makes anybody forget them.",
        "stale read",
        "test_bites_services.py::test_a_list_that_was_read_before_soon_shows_what_has_changed",
    ),
    "sign-out-is-not-told": idea(
        "Services go on with what they remember of a session that is over.",
        "identity",
        "test_bites_services.py::test_a_token_that_every_part_has_seen_is_dead_everywhere_at_once",
    ),
    "sign-out-yields-to-the-cache": idea(
        "That a session is over is written only where nothing was remembered of it.",
        "identity",
        "test_bites_services.py::test_a_token_that_every_part_has_seen_is_dead_everywhere_at_once",
    ),
    "who-is-remembered-is-staff": idea(
        "A service reads from the cache that there is a session, and not in which role.",
        "privilege",
        "test_access.py::test_a_customer_on_a_staff_operation_is_403_whatever_the_id",
    ),
    "one-service-token-for-all": idea(
        "A service shows every other one the token that it made for the first.",
        "identity",
        "test_cart.py::test_what_is_put_in_is_answered_whole_and_read_back",
        "test_orders_placing.py::test_an_order_is_answered_whole_and_read_back",
    ),
    "follows-as-the-wrong-user": idea(
        "A service follows the streams of others as a Valkey user who may not read them.",
        "loss",
        "test_bites_services.py::test_a_list_soon_shows_the_last_of_many_changes_of_the_stock",
    ),
    "gateway-is-trusted": idea(
        "Each service takes it that the gateway has verified the token, and it has not.",
        "identity",
        "test_forged_tokens.py::test_a_token_signed_with_anothers_private_key_is_401",
    ),
    "gateway-passes-internal": idea(
        "What services ask each other can be asked from outside.",
        "privilege",
        "test_bites_services.py::test_nothing_internal_is_to_be_found",
    ),
    "gateway-drops-the-query": idea(
        "The service gets the path without what comes after the question mark.",
        "lists",
        "test_lists.py::test_pages_of_any_size_give_every_item_once",
    ),
    "gateway-drops-retry-after": idea(
        "A 429 does not say any more when to come back.",
        "form",
        "test_throttle.py::test_after_ten_failures_even_the_right_password_is_429",
    ),
    "gateway-decodes-too": idea(
        "A path is decoded on its way to the service, which decodes it once more.",
        "form",
        "test_bites_services.py::test_an_address_is_decoded_once",
    ),
}
