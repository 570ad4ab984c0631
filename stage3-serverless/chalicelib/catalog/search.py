"""Finding products: what a list shows, in which order, and where its next page begins.

Sort and category choose the index, and with a sort by price the bounds are part of its key. All
other conditions filter the partition while it is read: good for some 10,000 products. Beyond
that, query a search engine beside the table.
"""

from collections.abc import Callable
from typing import TypedDict

from shop_rules import pricing, texts
from shop_rules.cursors import SortKey

from .. import db
from . import store


class Asked(TypedDict):
    """The query of a product list."""

    q: str | None  # in the name
    category: str | None
    min_price: int | None  # cents
    max_price: int | None
    sort: str


# By sort: its attribute, its index on a shelf, whether descending, and the cursor's shape.
_ORDERS: dict[str, tuple[str, str, bool, SortKey]] = {
    "newest": ("id", "newest", True, [""]),
    "name": ("name_sort", "by_name", False, ["", ""]),
    "price": ("price_sort", "by_price", False, [0, ""]),
    "-price": ("price_sort", "by_price", True, [0, ""]),
}
SORTS = tuple(_ORDERS)
_AFTER_EVERY_ID = "~"


# --8<-- [start:find]
def find(asked: Asked, limit: int, after: SortKey | None) -> list[db.Item]:
    attribute, index, backwards, _ = _ORDERS[asked["sort"]]
    shelf, name = ("shelf", store.SHELF), index
    if asked["category"] is not None:
        shelf, name = ("category_shelf", asked["category"]), f"category_{index}"
    where, only, values = _conditions(asked, attribute, shelf[0])
    if where is None:
        return []
    values["shelf"] = shelf[1]
    start = _start(attribute, shelf, after) if after else None
    return db.query(store.TABLE, where, limit, name, only, backwards, start, **values)


# --8<-- [end:find]


def cursor_shape(sort: str) -> SortKey:
    return _ORDERS[sort][3]


def sort_key(row: db.Item, sort: str) -> SortKey:
    """The sort key of a row: what a cursor holds."""
    firsts = {"newest": [], "name": [row["name_key"]]}
    return [*firsts.get(sort, [row["price"]]), row["id"]]


def _start(attribute: str, shelf: tuple[str, str], after: SortKey) -> db.Item:
    """The keys (index and table) of the item after which a page begins."""
    *first, product_id = after
    made: dict[str, Callable[..., str]]
    made = {"name_sort": store.name_sort, "price_sort": store.price_sort}
    sort = {attribute: made[attribute](*first, product_id)} if first else {}
    return {shelf[0]: shelf[1], **sort, "id": product_id}


def _conditions(asked: Asked, attribute: str, shelf: str) -> tuple[str | None, str | None, db.Item]:
    """(key condition, filter or None, values); no key condition where nothing can match."""
    where = f"#{shelf} = :shelf"
    filters: list[str] = []
    values: db.Item = {}
    least, most = asked["min_price"], asked["max_price"]
    if least is not None or most is not None:
        low, high = least or 0, pricing.MAX_PRICE if most is None else most
        if low > high:
            return None, None, {}
        if attribute == "price_sort":
            where += " AND #price_sort BETWEEN :low AND :high"
            values["low"] = store.price_sort(low, "")
            values["high"] = store.price_sort(high, _AFTER_EVERY_ID)
        else:
            filters.append("#price BETWEEN :low AND :high")
            values |= {"low": low, "high": high}
    if asked["q"]:
        filters.append("contains(#name_key, :q)")
        values["q"] = texts.name_key(asked["q"])
    return where, " AND ".join(filters) or None, values
