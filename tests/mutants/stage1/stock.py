from ..patch import Patch

STORE = "stage1-monolith/shop/inventory/store.py"
PLACING = "stage1-monolith/shop/orders/usecases.py"
MIGRATION = "stage1-monolith/migrations/versions/0001_first_tables.py"

# The database itself would refuse a negative number.
UNCHECKED = Patch(
    MIGRATION, '        sa.CheckConstraint("available >= 0", name="stock_available"),\n', ""
)

PATCHES = {
    "oversells-by-one": [
        UNCHECKED,
        Patch(
            STORE,
            "    enough = [change >= 0 for change in changes.values()]\n",
            """    least = -1 if signs == {"available": -1, "reserved": 1} else 0
    enough = [change >= least for change in changes.values()]
""",
        ),
    ],
    "asks-for-stock-too-early": [
        UNCHECKED,
        Patch(
            PLACING,
            """
    order_id = OrderId(ids.new_id())
    with db.transaction("place_order") as tx:
""",
            """
    order_id = OrderId(ids.new_id())
    with db.reading() as tx:
        wanted = peers.cart.priced_lines(tx, user_id)
        left = peers.inventory.available(tx, [line["product_id"] for line in wanted])
    enough = all(line["quantity"] <= left[line["product_id"]] for line in wanted)
    with db.transaction("place_order") as tx:
""",
        ),
        Patch(
            PLACING,
            "        if peers.reserve(tx, lines):\n",
            """        if enough:
            peers.reserve(tx, lines)
""",
        ),
        Patch(
            STORE,
            """
            if not _move(tx, line["product_id"], line["quantity"], available=-1, reserved=1):
                attempt.rollback()
                return False
""",
            """
            left, held = stock.c.available - line["quantity"], stock.c.reserved + line["quantity"]
            row = sa.update(stock).where(stock.c.product_id == line["product_id"])
            tx.execute(row.values(available=left, reserved=held))
""",
        ),
    ],
    "declined-goods-stay-reserved": [
        Patch(PLACING, '            peers.release(tx, order["lines"])\n', "")
    ],
    "half-a-reservation-is-kept": [Patch(STORE, "                attempt.rollback()\n", "")],
    "cancelled-goods-never-come-back": [
        Patch(PLACING, '            peers.take_back(tx, order["lines"])\n', "")
    ],
    "adjustment-counts-twice": [
        Patch(
            "stage1-monolith/shop/inventory/usecases.py",
            """
        if earlier is None:
            store.adjust(tx, adjustment_id, product_id, body.delta, body.reason)
""",
            """
        store.adjust(tx, adjustment_id, product_id, body.delta, body.reason)
""",
        )
    ],
    "declined-order-gives-one-line-back": [
        Patch(
            STORE,
            "_move_all(tx, lines, reserved=-1, available=1)",
            "_move_all(tx, lines[:1], reserved=-1, available=1)",
        )
    ],
    "cancelled-order-gives-one-line-back": [
        Patch(
            STORE,
            "_move_all(tx, lines, sold=-1, available=1)",
            "_move_all(tx, lines[:1], sold=-1, available=1)",
        )
    ],
    "reserved-goods-are-offered-again": [
        Patch(
            STORE,
            "rows = tx.execute(query.where(stock.c.product_id.in_(product_ids)))",
            """query = sa.select(
        stock.c.product_id, sa.label("available", stock.c.available + stock.c.reserved)
    )
    rows = tx.execute(query.where(stock.c.product_id.in_(product_ids)))""",
        )
    ],
}
