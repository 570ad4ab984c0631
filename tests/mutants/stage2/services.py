"""Patches for ideas that only stage 2 has."""

from ..patch import Patch
from .own import CARTS_BOUGHT_ONCE

ORDERS = "stage2-services/orders/usecases.py"
CATALOG = "stage2-services/catalog/usecases.py"
EVENTS = "stage2-services/catalog/tasks.py"
CART = "stage2-services/cart/peers.py"
OUTBOX = "stage2-services/chassis/outbox.py"
CACHE = "stage2-services/chassis/cache.py"

PATCHES = {
    "cart-is-bought-twice": [CARTS_BOUGHT_ONCE],
    "cart-never-hears-of-the-order": [
        Patch(
            "stage2-services/orders/peers.py",
            '    calls.call("cart", "POST", f"/carts/{user_id}/renewal", bought)\n',
            "    pass\n",
        )
    ],
    "cart-loses-what-came-meanwhile": [
        Patch(
            "stage2-services/cart/store.py",
            'left = [line for line in cart["lines"] if line["version"] > version]',
            "left = []",
        )
    ],
    "carts-know-old-prices": [
        Patch(CART, "from chassis import calls\n", "from chassis import cache, calls\n"),
        Patch(
            CART,
            "    if not product_ids:\n",
            "    return _products(tuple(product_ids))\n\n\n@cache.remembered(60)\n"
            "def _products(product_ids):\n    if not product_ids:\n",
        ),
    ],
    "unknown-is-declined": [
        Patch(ORDERS, "    elif outcome is not None:\n", "    else:\n"),
        Patch(ORDERS, "REASONS[outcome])", "REASONS.get(outcome, rules.PAYMENT_DECLINED))"),
    ],
    "unknown-is-paid": [
        Patch(
            ORDERS,
            '    if outcome == "captured":\n',
            '    if outcome in ("captured", None):\n',
        )
    ],
    "reserving-again-reserves-more": [
        Patch(
            "stage2-services/inventory/usecases.py",
            """
        if reservations.claim(tx, order_id, lines) and not store.reserve(tx, lines):
""",
            """
        reservations.claim(tx, order_id, lines)
        if not store.reserve(tx, lines):
""",
        )
    ],
    "goods-come-back-before-the-money": [
        Patch(
            ORDERS,
            """
    if order["status"] == rules.CANCELLING and peers.refund(order_id):
        peers.take_back(order_id)
""",
            """
    if order["status"] == rules.CANCELLING:
        peers.take_back(order_id)
    if order["status"] == rules.CANCELLING and peers.refund(order_id):
""",
        )
    ],
    "task-is-not-in-the-outbox": [
        Patch(
            ORDERS,
            """
            peers.settle_later(tx, order_id)
            return order_id
""",
            """
            return order_id
""",
        )
    ],
    "closed-account-is-not-told": [
        Patch(
            "stage2-services/accounts/usecases.py", "        peers.forget_person(tx, user_id)\n", ""
        )
    ],
    "stock-is-not-told": [
        Patch(
            "stage2-services/inventory/store.py",
            "        peers.tell(tx, product_id, now.available, now.version)\n",
            "        pass\n",
        )
    ],
    "old-stock-wins": [
        Patch(
            "stage2-services/catalog/store.py",
            "older = (products.c.id == product_id) & (products.c.stock_version < version)",
            "older = products.c.id == product_id",
        ),
        Patch(OUTBOX, "order_by(outbox.c.id)", "order_by(outbox.c.id.desc())"),
    ],
    "availability-is-a-copy": [
        Patch(
            CATALOG,
            """
    check_exists(product_id)
    return peers.available([product_id])[product_id]
""",
            """
    return _row(product_id).available
""",
        )
    ],
    "sales-are-counted-twice": [
        Patch(
            OUTBOX,
            "            streams.add(name, row.id, row.content, traceparent)\n",
            """            for _ in range(2):
                streams.add(name, row.id, row.content, traceparent)
""",
        ),
        Patch(EVENTS, "        if inbox.is_new(tx, event_id):\n", "        if True:\n"),
    ],
    "rejected-orders-sell": [
        Patch(EVENTS, '{"order_confirmed": 1,', '{"order_confirmed": 1, "order_rejected": 1,')
    ],
    "new-goods-are-not-counted": [Patch(CATALOG, "    peers.open_stock(product_id)\n", "")],
    "changes-miss-the-cache": [
        Patch(CATALOG, "    kept = _kept(row)\n", "    kept = _product(row), _etag(row)\n"),
        Patch(CACHE, "        _set_if_newer(kind, thing_id, version, None)\n", "        pass\n"),
    ],
    "archiving-misses-the-cache": [
        Patch(CATALOG, '        cache.outdate("product", product_id, version + 1)\n', "")
    ],
    "lists-are-never-forgotten": [
        Patch(CATALOG, "LIST_SECONDS = 2 ", "LIST_SECONDS = 300 "),
        Patch(CACHE, "        forget()\n", "        pass\n"),
    ],
    "sign-out-is-not-told": [
        Patch(
            "stage2-services/accounts/peers.py",
            "    for each in session_ids:\n        connections.volatile()",
            "    for each in ():\n        connections.volatile()",
        )
    ],
    "sign-out-yields-to-the-cache": [
        Patch(
            "stage2-services/accounts/peers.py",
            "_signed(each), ex=people.REMEMBERED_SECONDS)",
            "_signed(each), ex=people.REMEMBERED_SECONDS, nx=True)",
        )
    ],
    "removed-roles-live-in-the-cache": [
        Patch(
            "stage2-services/accounts/roles.py",
            "        peers.withdraw_roles(sessions.of_person(tx, user_id), user_id, kept)\n",
            "",
        ),
        Patch(
            "stage2-services/accounts/roles.py",
            """
    _tell_others(user_id)
    return changed
""",
            """
    return changed
""",
        ),
    ],
    "who-is-remembered-is-staff": [
        Patch(
            "stage2-services/chassis/people.py",
            'roles.of(claims["role"], claims["roles"])}',
            'roles.of("staff", roles.STAFF_ROLES)}',
        )
    ],
    "one-service-token-for-all": [
        Patch(
            "stage2-services/chassis/service_tokens.py",
            "    return _made(to, int(time.time()) // REUSED_SECONDS)\n",
            """    half_minute = int(time.time()) // REUSED_SECONDS
    first = next((name for name, (made, _) in _last.items() if made == half_minute), to)
    return _made(first, half_minute)
""",
        )
    ],
    "follows-as-the-wrong-user": [
        Patch(
            "stage2-services/chassis/connections.py",
            "_opened(config().streams_url,",
            '_opened(config().streams_url.replace("-follower", ""),',
        )
    ],
    "gateway-is-trusted": [
        Patch(
            "stage2-services/chassis/auth.py",
            "claims = tokens.verified(token, keys.public_key())",
            'claims = jwt.decode(token, options={"verify_signature": False})',
        ),
        Patch(
            "stage2-services/chassis/auth.py",
            "from flask import current_app, g, request\n",
            "import jwt\nfrom flask import current_app, g, request\n",
        ),
    ],
    "gateway-passes-internal": [
        Patch(
            "stage2-services/gateway/routing.py",
            "TABLE = [\n",
            """TABLE = [
    ("/internal/carts", "cart"),
    ("/internal/charges", "payments"),
    ("/internal/people", "accounts"),
    ("/internal/products", "catalog"),
    ("/internal/refunds", "payments"),
    ("/internal/reservations", "inventory"),
    ("/internal/sessions", "accounts"),
    ("/internal/stock", "inventory"),
""",
        )
    ],
    "gateway-drops-the-query": [
        Patch(
            "stage2-services/gateway/request.py",
            'return f"{BASE}{self.path}" + (f"?{query}" if query else "")',
            'return f"{BASE}{self.path}"',
        )
    ],
    "gateway-drops-retry-after": [
        Patch(
            "stage2-services/gateway/forward.py",
            "if (low := name.decode().lower()) not in HOP_BY_HOP\n",
            'if (low := name.decode().lower()) not in {*HOP_BY_HOP, "retry-after"}\n',
        )
    ],
    "gateway-decodes-too": [
        Patch(
            "stage2-services/gateway/forward.py",
            "URL(address + request.target, encoded=True)",
            "URL(address + unquote(request.target), encoded=True)",
        ),
        Patch(
            "stage2-services/gateway/forward.py",
            "import aiohttp\n",
            "from urllib.parse import unquote\n\nimport aiohttp\n",
        ),
    ],
}
