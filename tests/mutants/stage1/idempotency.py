from ..patch import Patch

IDEMPOTENCY = "stage1-monolith/shop/idempotency.py"
PLACING = "stage1-monolith/shop/orders/usecases.py"

PATCHES = {
    "keys-are-everybodys": [
        Patch(
            IDEMPOTENCY,
            "    earlier = db.insert_or_lock(\n",
            '    user_id = "everybody"\n    earlier = db.insert_or_lock(\n',
        )
    ],
    # --8<-- [start:replay]
    "replay-ignores-the-body": [
        Patch(
            IDEMPOTENCY,
            """
    if earlier.fingerprint != fingerprint:
        raise Invalid("This Idempotency-Key was used with another body.")
""",
            "\n",
        )
    ],
    # --8<-- [end:replay]
    "refusal-uses-the-key-up": [
        Patch(
            PLACING,
            """
            return OrderId(earlier), False
""",
            """
            return OrderId(earlier), False
    with db.transaction("place_order") as tx:
""",
        )
    ],
    "key-is-looked-up-too-early": [
        Patch(
            IDEMPOTENCY,
            """
def earlier_result(""",
            """
def is_known(tx, user_id, operation, key):
    query = sa.select(idempotency_keys).filter_by(user_id=user_id, operation=operation, key=key)
    return tx.execute(query).one_or_none() is not None


def earlier_result(""",
        ),
        Patch(
            PLACING,
            """
    order_id = OrderId(ids.new_id())
    with db.transaction("place_order") as tx:
""",
            """
    order_id = OrderId(ids.new_id())
    with db.reading() as tx:
        is_known = idempotency.is_known(tx, user_id, "place order", key)
    with db.transaction("place_order") as tx:
""",
        ),
        Patch(PLACING, "if earlier is not None:", "if is_known:"),
    ],
    "key-fits-any-product": [
        Patch(
            "stage1-monolith/shop/inventory/usecases.py",
            'f"adjust stock of {product_id}"',
            '"adjust stock"',
        )
    ],
}
