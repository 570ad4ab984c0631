"""Requests that are retried."""

from . import idea

IDEAS = {
    "keys-are-everybodys": idea(
        "A key is shared by all people: one person's key returns another person's order.",
        "idempotency",
        "test_orders_idempotency.py::test_two_people_may_use_the_same_key",
    ),
    # --8<-- [start:replay]
    "replay-ignores-the-body": idea(
        "A used key with another body returns the first order.",
        "idempotency",
        "test_orders_idempotency.py::test_a_key_is_good_for_one_body_only",
    ),
    # --8<-- [end:replay]
    "refusal-uses-the-key-up": idea(
        "The key is stored even if the order is refused.",
        "idempotency",
        "test_orders_idempotency.py::test_a_refusal_uses_no_key_up",
    ),
    "key-is-looked-up-too-early": idea(
        "Two requests with one key at the same moment both find it unused.",
        "race",
        "test_orders_idempotency.py::test_the_same_key_eight_times_at_once_is_one_order",
    ),
    "key-fits-any-product": idea(
        "An adjustment's key, used for another product, returns the first product's adjustment.",
        "idempotency",
        "test_bites_stock.py::test_a_key_of_one_product_is_never_answered_for_another",
    ),
}
