"""Finding products: what a list shows, in which order, and where its next page begins."""

from collections.abc import Iterator
from typing import TypedDict

import sqlalchemy as sa

from shop_rules import texts
from shop_rules.cursors import SortKey

from .. import db
from .store import on_sale, products


class Asked(TypedDict):
    """The query of a product list."""

    q: str | None  # in the name
    category: str | None
    min_price: int | None  # cents
    max_price: int | None
    sort: str


# By sort: its columns, whether descending, and the cursor's shape.
_ORDERS: dict[str, tuple[list[str], bool, SortKey]] = {
    "newest": (["id"], True, [""]),
    "name": (["name_key", "id"], False, ["", ""]),
    "price": (["price", "id"], False, [0, ""]),
    "-price": (["price", "id"], True, [0, ""]),
}
SORTS = tuple(_ORDERS)


# --8<-- [start:find]
def find(tx: db.Tx, asked: Asked, limit: int, after: SortKey | None) -> db.Rows:
    columns, backwards, _ = _ORDERS[asked["sort"]]
    order = [products.c[name].desc() if backwards else products.c[name] for name in columns]
    query = sa.select(products).where(on_sale, *_matching(asked)).order_by(*order).limit(limit)
    return tx.execute(query.where(_beyond(asked["sort"], after)) if after else query).all()


# --8<-- [end:find]


def cursor_shape(sort: str) -> SortKey:
    return _ORDERS[sort][2]


def sort_key(row: db.Row, sort: str) -> SortKey:
    """The sort key of a row: what a cursor holds."""
    return [row._mapping[name] for name in _ORDERS[sort][0]]


def _matching(asked: Asked) -> Iterator[db.Condition]:
    if asked["q"]:
        yield products.c.name_key.contains(texts.name_key(asked["q"]), autoescape=True)
    if asked["category"] is not None:
        yield products.c.category == asked["category"]
    if asked["min_price"] is not None:
        yield products.c.price >= asked["min_price"]
    if asked["max_price"] is not None:
        yield products.c.price <= asked["max_price"]


def _beyond(sort: str, after: SortKey) -> db.Condition:
    columns, backwards, _ = _ORDERS[sort]
    here, there = sa.tuple_(*(products.c[name] for name in columns)), sa.tuple_(*after)
    return here < there if backwards else here > there
