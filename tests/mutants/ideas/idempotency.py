"""Requests that are sent again."""

from . import idea

IDEAS = {
    "keys-are-everybodys": idea(
        "A key that one person used is used up for all, and answers with that person's order.",
        "idempotency",
        "test_orders_idempotency.py",
    ),
    "replay-ignores-the-body": idea(
        "A used key with another body answers with the first order.",
        "idempotency",
        "test_orders_idempotency.py",
    ),
    "refusal-uses-the-key-up": idea(
        "The key is kept before it is known whether there will be an order.",
        "idempotency",
        "test_orders_idempotency.py",
    ),
    "key-is-looked-up-too-early": idea(
        "Two requests with one key at the same moment both find it unused.",
        "race",
        "test_orders_idempotency.py",
    ),
}
