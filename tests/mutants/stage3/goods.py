"""Patches for stage 1's ideas on products, stock and carts whose code is different in stage 3."""

from ..patch import Patch

HOME = "stage3-serverless/chalicelib"
CATALOG, SEARCH = f"{HOME}/catalog/store.py", f"{HOME}/catalog/search.py"
STOCK, CART = f"{HOME}/inventory/store.py", f"{HOME}/cart/store.py"
ORDERS = f"{HOME}/orders/usecases.py"
IMAGES = f"{HOME}/catalog/images.py"
IMPORTING = f"{HOME}/catalog/importing.py"

PATCHES = {
    "a-retry-imports-again": [
        Patch(
            IMPORTING,
            "    import_id = imports.earlier(user_id, key, fingerprint)\n",
            "    key = ids.new_id()\n    import_id = imports.earlier(user_id, key, fingerprint)\n",
        )
    ],
    "the-report-forgets-errors": [
        Patch(
            IMPORTING,
            "imports.count(tx, import_id, number, place, errors)",
            "imports.count(tx, import_id, number, place, errors[:0])",
        )
    ],
    "only-the-first-chunk-is-read": [
        Patch(
            IMPORTING,
            "range(imports.done(import_id, number), len(part))",
            "range(imports.done(import_id, number), len(part) if number == 0 else 0)",
        )
    ],
    "new-picture-keeps-the-etag": [
        Patch(
            CATALOG,
            '    _write(tx, row, {"picture": picture})\n',
            '    tx.set(TABLE, {"id": row["id"]}, {"picture": picture})\n',
        )
    ],
    "an-address-shows-another-image": [
        Patch(
            IMAGES,
            ' if pictures.id_of(row.get("picture")) == image_id else None',
            "",
        )
    ],
    "archived-products-are-served": [Patch(CATALOG, ' or row["archived"]', "")],
    "least-price-is-left-out": [Patch(SEARCH, "low, high = least or 0,", "low, high = 0,")],
    "last-change-stands-still": [
        Patch(CATALOG, ', "updated_at": times.now()}\n    still', "}\n    still")
    ],
    "ties-turn-round": [
        Patch(CATALOG, 'f"{price:08d} {product_id}"', 'f"{price:08d} {product_id[::-1]}"')
    ],
    "bestsellers-forget-cancellations": [
        Patch(
            STOCK,
            "_move_all(tx, lines, _books_are_wrong, sold=-1, available=1)",
            "_move_all(tx, lines, _books_are_wrong, available=1)",
        )
    ],
    "oversells-by-one": [Patch(STOCK, "if count < 0]", "if count < -1]")],
    "declined-goods-stay-reserved": [
        Patch(ORDERS, '            peers.release(tx, row["lines"])\n', "")
    ],
    "cancelled-goods-never-come-back": [
        Patch(ORDERS, '        peers.take_back(tx, row["lines"])\n', "")
    ],
    "declined-order-gives-one-line-back": [
        Patch(ORDERS, 'peers.release(tx, row["lines"])', 'peers.release(tx, row["lines"][:1])')
    ],
    "cancelled-order-gives-one-line-back": [
        Patch(ORDERS, 'peers.take_back(tx, row["lines"])', 'peers.take_back(tx, row["lines"][:1])')
    ],
    "reserved-goods-are-offered-again": [
        Patch(STOCK, "OutOfStock, available=-1, reserved=1)", "OutOfStock, reserved=1)")
    ],
    "adjustment-counts-twice": [
        Patch(
            f"{HOME}/inventory/usecases.py",
            "earlier_result(user_id, operation, key, body)",
            "earlier_result(user_id, ids.new_id(), key, body)",
        ),
        Patch(
            f"{HOME}/inventory/usecases.py",
            "claim(tx, user_id, operation, key, body, adjustment_id)",
            "claim(tx, user_id, adjustment_id, key, body, adjustment_id)",
        ),
    ],
    "cart-stays-full": [Patch(CART, '{"id": ids.new_id(), "lines": []}', '{"id": ids.new_id()}')],
    "cart-keeps-its-id": [Patch(CART, '{"id": ids.new_id(), "lines": []}', '{"lines": []}')],
    "quantities-add-up": [
        Patch(
            CART,
            'line: KeptLine = {"product_id": product_id, "quantity": quantity}',
            'had = sum(n["quantity"] for n in lines if n["product_id"] == product_id)\n'
            '        line: KeptLine = {"product_id": product_id, "quantity": had + quantity}',
        )
    ],
}
LEFT_OUT = {
    "version-is-checked-too-early": "the write carries the version as its condition",
    "searches-take-wildcards": "contains() of DynamoDB has none",
    "asks-for-stock-too-early": "the write carries the condition; see an-unconditional-write",
    "half-a-reservation-is-kept": "one transaction: see half-of-a-transaction",
}
