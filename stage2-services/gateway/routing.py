"""Which service serves which path of the contract: one table, first match wins.

Any other path is 404: none leads to a service's /internal.
"""

import re

from shop_rules.errors import NotFound

# --8<-- [start:table]
TABLE = [
    ("/users/{}/cart", "cart"),
    ("/users/{}/orders", "orders"),
    ("/users/{}/notifications", "notifications"),
    ("/users", "accounts"),
    ("/tokens", "accounts"),
    ("/authorizations", "accounts"),
    ("/providers", "accounts"),
    ("/audit", "accounts"),
    ("/events", "catalog"),
    ("/analytics", "catalog"),
    ("/products/{}/stock", "inventory"),
    ("/products", "catalog"),
    ("/product-imports", "catalog"),
    ("/orders/{}/payment", "payments"),
    ("/orders", "orders"),
    ("/order-exports", "orders"),
]
# --8<-- [end:table]
_PATTERNS = [
    (re.compile(prefix.replace("{}", "[^/]+") + r"(/.*)?"), service) for prefix, service in TABLE
]


def service_of(path: str) -> str:
    """path: below the base URL, percent-encoded as received."""
    for pattern, service in _PATTERNS:
        if pattern.fullmatch(path):
            return service
    raise NotFound("No such path.")
