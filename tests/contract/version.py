"""The version of the API that the suite runs on, and how each version writes what differs.

SHOP_URL decides before any test is read: http://…/api/v2 is version 2, all else version 1.
"""

import os
import re
from collections.abc import Sequence
from typing import Any
from urllib.parse import urlsplit

from shop_rules.shapes import Line

Fields = dict[str, Any]


class V1:
    """Money is cents, with the currency beside it; an order has its lines in it."""

    number, document = 1, "openapi.yaml"
    price_at, currency_at = "/price", "/currency"  # where a fault of a product's price is named

    def money(self, cents: object) -> Any:
        return cents

    def cents(self, money: Any) -> int:
        return money

    def priced(self, cents: object, currency: object = "EUR") -> Fields:
        """A product's price."""
        return {"price": cents, "currency": currency}

    def with_currency(self, **fields: object) -> Fields:
        """Fields of which some are money."""
        return {**fields, "currency": "EUR"}

    def with_lines(self, lines: Sequence[Line]) -> Fields:
        """What an order shows of its lines."""
        return {"lines": lines}


class V2(V1):
    """Money is {amount, currency}; an order's lines are a resource of their own."""

    number, document = 2, "openapi-v2.yaml"
    price_at, currency_at = "/price/amount", "/price/currency"

    def money(self, cents: object) -> Any:
        return {"amount": cents, "currency": "EUR"}

    def cents(self, money: Any) -> int:
        return money["amount"]

    def priced(self, cents: object, currency: object = "EUR") -> Fields:
        return {"price": {"amount": cents, "currency": currency}}

    def with_currency(self, **fields: object) -> Fields:
        return fields

    def with_lines(self, lines: Sequence[Line]) -> Fields:
        return {}


_PATH = urlsplit(os.environ.get("SHOP_URL", "")).path.rstrip("/")
FORMS = V2() if _PATH.endswith("/api/v2") else V1()
BASE = f"/api/v{FORMS.number}"
ANY_BASE = re.compile(r"/api(?:/v[0-9]+)?(?=/|$)")  # of a path: this version's, another's, or none
money, cents, priced = FORMS.money, FORMS.cents, FORMS.priced
