"""Patches for stage 1's ideas on orders and keys whose code is different in stage 3."""

from ..patch import Patch

HOME = "stage3-serverless/chalicelib"
STORE, USECASES = f"{HOME}/orders/store.py", f"{HOME}/orders/usecases.py"
KEYS, CONVENTIONS = f"{HOME}/idempotency.py", f"{HOME}/conventions.py"

PATCHES = {
    "crash-shows-the-insides": [
        Patch(CONVENTIONS, "ShopError(BUG)", "ShopError(telemetry.story(error))")
    ],
    "reason-is-lost": [
        Patch(
            USECASES,
            "_move(tx, row, rules.REJECTED, reason=reason)",
            "_move(tx, row, rules.REJECTED)",
        )
    ],
    "early-cancellation-is-forgotten": [
        Patch(USECASES, "        becomes.append(rules.CANCELLING)\n", "        pass\n")
    ],
    "history-skips-a-step": [
        Patch(
            STORE,
            "[_now(status) for status in statuses]",
            "[_now(status) for status in statuses if status != 'cancelling']",
        )
    ],
    "confirmation-is-told-twice": [
        Patch(
            f"{HOME}/notifications/store.py",
            '    tx.put(TABLE, {**item, "kind": kind, "text": text})\n',
            '    tx.put(TABLE, {**item, "kind": kind, "text": text})\n'
            '    tx.put(TABLE, {**item, "id": ids.new_id(), "kind": kind, "text": text})\n',
        )
    ],
    "shipped-orders-are-cancelled": [
        Patch(
            USECASES,
            '            elif row["status"] == rules.CONFIRMED:\n',
            '            elif row["status"] in (rules.CONFIRMED, rules.SHIPPED):\n',
        ),
        Patch(
            "shared/shop_rules/orders.py",
            "        CONFIRMED: CANCELLING,\n",
            "        CONFIRMED: CANCELLING,\n        SHIPPED: CANCELLING,\n",
        ),
    ],
    "order-lines-lose-their-order": [
        Patch(
            STORE,
            "for line in lines]}\n",
            'for line in sorted(lines, key=lambda line: line["name"])]}\n',
        )
    ],
    "keys-are-everybodys": [
        Patch(KEYS, 'return f"{user_id} {operation} {key}"', 'return f"{operation} {key}"')
    ],
    "replay-ignores-the-body": [
        Patch(KEYS, 'if earlier["fingerprint"] != _fingerprint(body):', "if False:")
    ],
    "declined-payment-stays-pending": [
        Patch(USECASES, '            peers.record_payment(tx, row["id"], payment_status)\n', "")
    ],
    "empty-shelf-is-charged": [
        Patch(
            USECASES,
            "            return _reject(row, rules.OUT_OF_STOCK)\n",
            '            peers.charge(store.get(row["id"]), row["payment_method"])\n'
            "            return _reject(row, rules.OUT_OF_STOCK)\n",
        )
    ],
}
LEFT_OUT = {
    "orders-follow-the-catalog": "an order's item holds its lines; nothing leads to the catalog",
    "move-is-not-compared": "see an-unconditional-move",
    "refusal-uses-the-key-up": "a refusal sends no transaction, so no key",
    "key-is-looked-up-too-early": "it is; the write of the key carries the condition",
}
