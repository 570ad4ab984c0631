"""Mistakes between services: in the saga, the outbox, the cache, the gateway."""

from . import idea

IDEAS = {
    "removed-roles-live-in-the-cache": idea(
        "A change of roles is not written into the cache, where the other services look first.",
        "stale read",
        "test_roles.py::test_a_change_counts_at_once_in_a_session_that_lives",
    ),
    "cart-is-bought-twice": idea(
        "Two concurrent orders with different keys buy the same cart.",
        "race",
        "test_orders_idempotency.py::test_eight_keys_at_once_for_one_cart_are_one_order",
    ),
    "cart-never-hears-of-the-order": idea(
        "The cart service never learns that the cart was bought.",
        "state",
        "test_orders_placing.py::test_placing_leaves_an_empty_cart_with_a_new_id",
    ),
    "cart-loses-what-came-meanwhile": idea(
        "Renewing the cart also removes products added since the order read it.",
        "race",
        "test_races_of_stock_and_carts.py"
        "::test_what_is_put_in_while_placing_is_in_the_order_or_in_the_cart",
    ),
    "carts-know-old-prices": idea(
        "The cart service caches products for a minute, even when an order reads the price.",
        "stale read",
        "test_orders_placing.py::test_the_price_is_that_of_the_moment_of_placing",
    ),
    "unknown-is-declined": idea(
        "The saga treats payments' 'not known yet' as a decline, and releases the stock.",
        "money",
        "test_provider_faults.py::test_while_the_provider_is_away_the_shop_goes_on_and_charges_later",
    ),
    "unknown-is-paid": idea(
        "The saga confirms every order that was not declined.",
        "money",
        "test_provider_faults.py::test_a_provider_in_trouble_has_declined_nothing",
    ),
    "reserving-again-reserves-more": idea(
        "A retried step of the saga reserves the stock again.",
        "idempotency",
        "test_waiting_orders.py::test_what_a_waiting_order_has_reserved_is_nobody_elses",
    ),
    "goods-come-back-before-the-money": idea(
        "A cancellation releases the stock before the refund is acknowledged.",
        "compensation",
        "test_bites_services.py::test_goods_come_back_once_the_money_has_gone_back",
    ),
    "task-is-not-in-the-outbox": idea(
        "An order commits without the task that settles it; only the sweep finds it.",
        "loss",
        "test_payments.py::test_a_confirmed_order_is_paid",
    ),
    "closed-account-is-not-told": idea(
        "Accounts deletes a person without sending an event.",
        "loss",
        "test_deleted_accounts.py::test_final_orders_stay_without_their_address",
    ),
    "stock-is-not-told": idea(
        "Inventory changes the stock without sending an event to the catalog.",
        "loss",
        "test_bites_services.py::test_a_list_soon_shows_the_last_of_many_changes_of_the_stock",
    ),
    "old-stock-wins": idea(
        "Events arrive in the wrong order, and the catalog keeps the last one to arrive.",
        "race",
        "test_bites_services.py::test_a_list_soon_shows_the_last_of_many_changes_of_the_stock",
    ),
    "availability-is-a-copy": idea(
        "Availability is read from the catalog's copy, not from inventory.",
        "race",
        "test_bites_services.py::test_what_can_be_bought_is_never_what_could_be_bought_before",
    ),
    "sales-are-counted-twice": idea(
        "Each event is published twice, and the catalog counts it each time.",
        "duplicate",
        "test_bestsellers.py::test_what_is_confirmed_counts_and_what_is_cancelled_does_not",
    ),
    "rejected-orders-sell": idea(
        "Every final order counts as a sale, even a rejected one.",
        "sums",
        "test_bestsellers.py::test_what_is_confirmed_counts_and_what_is_cancelled_does_not",
    ),
    "new-goods-are-not-counted": idea(
        "The catalog sends no event to inventory for a new product.",
        "loss",
        "test_inventory.py::test_a_new_product_is_not_in_stock",
    ),
    "changes-miss-the-cache": idea(
        "A change of a product does not invalidate the cache.",
        "stale read",
        "test_bites_catalog.py::test_a_change_moves_the_time_of_the_last_change_on",
    ),
    "archiving-misses-the-cache": idea(
        "An archived product is served from the cache.",
        "stale read",
        "test_catalog.py::test_an_archived_product_is_gone_for_everybody",
    ),
    "lists-are-never-forgotten": idea(
        "Lists are cached for minutes, and no change invalidates them.",
        "stale read",
        "test_bites_services.py::test_a_list_that_was_read_before_soon_shows_what_has_changed",
    ),
    "sign-out-is-not-told": idea(
        "Services still accept a session that has ended, from their cache.",
        "identity",
        "test_bites_services.py::test_a_token_that_every_part_has_seen_is_dead_everywhere_at_once",
    ),
    "sign-out-yields-to-the-cache": idea(
        "The end of a session does not overwrite an existing cache entry.",
        "identity",
        "test_bites_services.py::test_a_token_that_every_part_has_seen_is_dead_everywhere_at_once",
    ),
    "who-is-remembered-is-staff": idea(
        "A service ignores the role in a cached session, and treats everybody as staff.",
        "privilege",
        "test_access.py::test_a_customer_on_a_staff_operation_is_403_whatever_the_id",
    ),
    "one-service-token-for-all": idea(
        "A service sends the same service token to all other services.",
        "identity",
        "test_cart.py::test_what_is_put_in_is_answered_whole_and_read_back",
        "test_orders_placing.py::test_an_order_is_answered_whole_and_read_back",
    ),
    "follows-as-the-wrong-user": idea(
        "A service reads other services' streams as a Valkey user without the permission.",
        "loss",
        "test_bites_services.py::test_a_list_soon_shows_the_last_of_many_changes_of_the_stock",
    ),
    "gateway-is-trusted": idea(
        "Services trust that the gateway has verified the token, but it has not.",
        "identity",
        "test_forged_tokens.py::test_a_token_signed_with_anothers_private_key_is_401",
    ),
    "gateway-passes-internal": idea(
        "Clients can call the services' internal endpoints.",
        "privilege",
        "test_bites_services.py::test_nothing_internal_is_to_be_found",
    ),
    "gateway-drops-the-query": idea(
        "The gateway drops the query string.",
        "lists",
        "test_lists.py::test_pages_of_any_size_give_every_item_once",
    ),
    "gateway-drops-retry-after": idea(
        "The gateway drops Retry-After from a 429.",
        "form",
        "test_throttle.py::test_after_ten_failures_even_the_right_password_is_429",
    ),
    "gateway-decodes-too": idea(
        "The gateway decodes the path, and the service decodes it a second time.",
        "form",
        "test_bites_services.py::test_an_address_is_decoded_once",
    ),
}
