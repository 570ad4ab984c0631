"""Reads lists page by page, and makes a list that no other test adds to."""

import time
from collections.abc import Iterable

from shop_rules.shapes import Adjustment, Product

from .client import Person
from .forms import Json
from .steps import a_product, accepted, add_stock

ENTRIES = 5


def path_of(product: Product) -> str:
    return f"/products/{product['id']}/stock/adjustments"


def adjusted(staff: Person) -> Product:
    """A product with ENTRIES stock adjustments, of 1, 2, 3 … pieces."""
    product = a_product(staff, stock=0)
    for number in range(ENTRIES):
        add_stock(staff, product, number + 1)
        time.sleep(0.002)  # an id has the time in it, to the millisecond: no two in one
    return product


def page(person: Person, path: str, **params: str | int) -> tuple[Json, str | None]:
    """(items, cursor of the next page or None)"""
    answer = person.get(path, params=params)
    return accepted(answer), answer.json()["meta"].get("next_cursor")


def deltas(items: Iterable[Adjustment]) -> list[int]:
    return [item["delta"] for item in items]
