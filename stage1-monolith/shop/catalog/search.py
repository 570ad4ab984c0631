"""Finding products: what a list shows, in which order, and where its next page begins."""

import sqlalchemy as sa

from shop_rules import texts

from .store import on_sale, products

# What a list is sorted by, and how its cursors are shaped.
_ORDERS = {
    "newest": ([products.c.id.desc()], [""]),
    "name": ([products.c.name_key, products.c.id], ["", ""]),
    "price": ([products.c.price, products.c.id], [0, ""]),
    "-price": ([products.c.price.desc(), products.c.id.desc()], [0, ""]),
}
SORTS = tuple(_ORDERS)


# --8<-- [start:find]
def find(tx, asked, limit, after):
    """asked: a dict of q, category, min_price, max_price (each may be None) and sort."""
    order, _ = _ORDERS[asked["sort"]]
    query = sa.select(products).where(on_sale, *_matching(asked)).order_by(*order).limit(limit)
    return tx.execute(query.where(_beyond(asked["sort"], after)) if after else query).all()


# --8<-- [end:find]


def cursor_shape(sort):
    return _ORDERS[sort][1]


def sort_key(row, sort):
    """The sort key of a row: what a cursor holds."""
    firsts = {"newest": [], "name": [row.name_key], "price": [row.price], "-price": [row.price]}
    return [*firsts[sort], row.id]


def _matching(asked):
    if asked["q"]:
        yield products.c.name_key.contains(texts.name_key(asked["q"]), autoescape=True)
    if asked["category"] is not None:
        yield products.c.category == asked["category"]
    if asked["min_price"] is not None:
        yield products.c.price >= asked["min_price"]
    if asked["max_price"] is not None:
        yield products.c.price <= asked["max_price"]


def _beyond(sort, after):
    columns = {
        "newest": [products.c.id],
        "name": [products.c.name_key, products.c.id],
        "price": [products.c.price, products.c.id],
        "-price": [products.c.price, products.c.id],
    }[sort]
    here, there = sa.tuple_(*columns), sa.tuple_(*after)
    return here < there if sort in ("newest", "-price") else here > there
