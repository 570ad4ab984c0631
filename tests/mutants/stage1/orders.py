from ..patch import Patch

USECASES = "stage1-monolith/shop/orders/usecases.py"
STORE = "stage1-monolith/shop/orders/store.py"
CART = "stage1-monolith/shop/cart/store.py"
PRICING = "shared/shop_rules/pricing.py"
RULES = "shared/shop_rules/orders.py"
MIGRATION = "stage1-monolith/migrations/versions/0001_first_tables.py"

# The database itself would refuse a second notification of one outcome.
UNCHECKED = Patch(
    MIGRATION, '        sa.UniqueConstraint("order_id", "kind", name="notifications_once"),\n', ""
)

PATCHES = {
    "cart-stays-full": [
        Patch(
            CART,
            """
    clear(tx, user_id)
    tx.execute(sa.update(carts)""",
            """
    tx.execute(sa.update(carts)""",
        )
    ],
    "cart-keeps-its-id": [
        Patch(
            CART,
            "carts.c.user_id == user_id).values(id=ids.new_id())",
            "carts.c.user_id == user_id).values(id=carts.c.id)",
        )
    ],
    "quantities-add-up": [
        Patch(CART, "values(quantity=quantity)", "values(quantity=items.c.quantity + quantity)")
    ],
    "money-in-floats": [
        Patch(
            PRICING,
            'Cents(line["unit_price"] * line["quantity"])',
            'int(line["unit_price"] / 100 * line["quantity"] * 100)',
        ),
        Patch(
            PRICING,
            'sum(line["unit_price"] * line["quantity"] for line in lines)',
            'int(sum(line["unit_price"] / 100 * line["quantity"] for line in lines) * 100)',
        ),
    ],
    "orders-follow-the-catalog": [
        Patch(STORE, "json_rows.read(order_lines, row.order_lines)", "_at_todays_prices(row)"),
        Patch(STORE, '"total": row.total,', '"total": pricing.total(lines),'),
        Patch(
            STORE,
            """
def as_order(""",
            """
def _at_todays_prices(row):
    products = sa.table("products", sa.column("id"), sa.column("price"))
    with db.reading() as tx:
        prices = dict(tx.execute(sa.select(products)).all())
    lines = json_rows.read(order_lines, row.order_lines)
    return [{**line, "unit_price": prices[line["product_id"]]} for line in lines]


def as_order(""",
        ),
    ],
    "archived-products-are-sold": [
        Patch(PRICING, 'gone = [line for line in lines if line["archived"]]', "gone = []")
    ],
    "reason-is-lost": [
        Patch(
            USECASES,
            "rules.PENDING, rules.REJECTED, reason=reason)",
            "rules.PENDING, rules.REJECTED)",
        )
    ],
    "unpaid-orders-are-shipped": [
        Patch(
            RULES,
            "SHIPMENT: {CONFIRMED: SHIPPED},",
            "SHIPMENT: {PENDING: SHIPPED, CONFIRMED: SHIPPED},",
        )
    ],
    "shipped-orders-are-cancelled": [
        Patch(
            RULES,
            "        CONFIRMED: CANCELLING,\n",
            "        CONFIRMED: CANCELLING,\n        SHIPPED: CANCELLING,\n",
        ),
        Patch(
            USECASES,
            """
        elif order["status"] == rules.CONFIRMED:
            now = {"next_attempt_at": times.now(), "attempts": 0}
            done = _move(tx, order["user_id"], order_id, rules.CONFIRMED, becomes, **now)
""",
            """
        elif order["status"] in (rules.CONFIRMED, rules.SHIPPED):
            now = {"next_attempt_at": times.now(), "attempts": 0}
            done = _move(tx, order["user_id"], order_id, order["status"], becomes, **now)
""",
        ),
    ],
    "early-cancellation-is-forgotten": [
        Patch(
            USECASES,
            """
            if store.cancellation_requested(tx, order["id"]):
                _move(tx, order["user_id"], order["id"], rules.CONFIRMED, rules.CANCELLING)
""",
            "\n",
        )
    ],
    "history-skips-a-step": [
        Patch(
            STORE,
            "    _note(tx, order_id, becomes)\n",
            """    if becomes != "cancelling":
        _note(tx, order_id, becomes)
""",
        )
    ],
    "confirmation-is-told-twice": [
        UNCHECKED,
        Patch(
            USECASES,
            '            peers.sell(tx, order["lines"])\n',
            """            peers.sell(tx, order["lines"])
            told = rules.notification(rules.CONFIRMED)
            peers.notify(tx, order["user_id"], order["id"], *told)
""",
        ),
    ],
    "rejection-is-not-told": [
        Patch(RULES, '    REJECTED: ("order_rejected", "Your order could not be accepted."),\n', "")
    ],
    "move-is-not-compared": [
        UNCHECKED,
        Patch(
            STORE, "(orders.c.id == order_id) & (orders.c.status == was)", "orders.c.id == order_id"
        ),
        Patch(
            USECASES,
            """
    with db.transaction(action) as tx:
        order = _there(store.get(tx, order_id))
        becomes = rules.next_status(order["status"], action)
""",
            """
    order = show(order_id)
    becomes = rules.next_status(order["status"], action)
    with db.transaction(action) as tx:
""",
        ),
    ],
    "order-lines-lose-their-order": [
        Patch(
            STORE,
            "pricing.shown(lines)",
            'pricing.shown(sorted(lines, key=lambda line: line["product_id"]))',
        )
    ],
}
