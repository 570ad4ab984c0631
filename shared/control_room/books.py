"""The five books, from the rows: do stock, money, orders, and notifications agree right now?

The contract suite checks the same for a shop at rest, over HTTP (tests/contract/books.py). Here the
shop is at work, so a difference that an open order explains is no fault. The databases of services
can't all be read at the same instant, so a difference counts only if it is found twice in a row.
"""

from collections import Counter
from collections.abc import Mapping, Set
from datetime import UTC, datetime
from typing import Literal, TypedDict

from .rows import Order, Rows

OPEN = ("pending", "cancelling")
PAID = ("confirmed", "shipped", "delivered")
SOLD = (*PAID, "cancelling")
LATE = 30  # seconds: the bound for a notification in openapi.yaml
Line = Literal["right", "moving", "wrong", "unknown"]


class Book(TypedDict):
    name: str
    is_: Line
    says: str


class Books:
    def __init__(self) -> None:
        self._before: Set[str] = set()

    def of(self, rows: Rows | None, promised: Set[str], all_up: bool) -> list[Book]:
        """promised: ids of orders that a client got in a response. all_up: no part is down."""
        if rows is None:
            return [_book("rows", "unknown", "a database is unavailable")]
        doubts: set[str] = set()
        made = [
            _stock(rows, doubts),
            _money(rows, doubts),
            _ends(rows),
            _told(rows, doubts, all_up),
            _kept(rows, promised, doubts),
        ]
        before, self._before = self._before, doubts
        return [self._sure(book, before) for book in made]

    def _sure(self, book: Book, before: Set[str]) -> Book:
        """Call a wrong book moving until its doubt is found a second time in a row."""
        seen = any(doubt.startswith(book["name"]) for doubt in before & self._before)
        return {**book, "is_": "moving"} if book["is_"] == "wrong" and not seen else book


def _book(name: str, is_: Line, says: str) -> Book:
    return {"name": name, "is_": is_, "says": says}


def _stock(rows: Rows, doubts: set[str]) -> Book:
    stock, is_open = rows.stock, _open(rows)
    units = Counter[str]()
    for order in rows.orders.values():
        units[order.status] += order.units
    sold = sum(units[status] for status in SOLD)
    off = abs(stock.sold - sold) + abs(stock.reserved - units["pending"])
    whole = stock.available + stock.reserved + stock.sold
    says = f"{whole:,} = {stock.available:,} free + {stock.reserved:,} held + {stock.sold:,} sold"
    if stock.wrong:
        doubts.add("stock adjusted")
        return _book("stock", "wrong", f"{stock.wrong} products: {says}")
    if off and not is_open:
        doubts.add("stock orders")
        return _book("stock", "wrong", f"{says}, but orders hold {units['pending']}, bought {sold}")
    return _book("stock", "moving" if off or stock.reserved else "right", says)


def _money(rows: Rows, doubts: set[str]) -> Book:
    if rows.held is None:
        return _book("money", "unknown", "the provider is not the sandbox")
    due = {id_: order.total for id_, order in rows.orders.items() if order.status in PAID}
    is_open = _open(rows)
    wrong = [
        id_
        for id_ in due.keys() | rows.held.keys()
        if id_ not in is_open and due.get(id_, 0) != rows.held.get(id_, 0)
    ]
    doubts |= {f"money {id_}" for id_ in wrong}
    on_way = sum(rows.held.get(id_, 0) for id_ in is_open)
    says = f"{_euros(sum(due.values()))} sold"
    says += f" + {_euros(on_way)} on its way" if on_way else ""
    says += f" = {_euros(sum(rows.held.values()))} at the provider"
    if wrong:
        off = sum(rows.held.get(id_, 0) - due.get(id_, 0) for id_ in wrong)
        says = f"{_euros(off)} too much or too little, of {_many(len(wrong), 'order')}"
    return _book("money", "wrong" if wrong else "moving" if on_way else "right", says)


def _ends(rows: Rows) -> Book:
    count = Counter(order.status for order in rows.orders.values())
    waits = ", ".join(f"{count[status]} {status}" for status in OPEN if count[status])
    says = f"{_many(len(rows.orders), 'order')}, {waits or 'none open'}"
    return _book("orders", "moving" if waits else "right", says)


def _told(rows: Rows, doubts: set[str], all_up: bool) -> Book:
    known = {id_ for id_, order in rows.orders.items() if order.has_owner}
    owed = {(id_, f"order_{status}"): at for id_, status, at in rows.outcomes if id_ in known}
    told = Counter((id_, kind) for id_, kind in rows.told if id_ in known)
    twice = [pair for pair, times in told.items() if times > 1]
    missing = [pair for pair in owed if pair not in told]
    late = [pair for pair in missing if all_up and _age(owed[pair]) > LATE]
    doubts |= {f"notified {pair}" for pair in (*twice, *late)}
    says = f"{_many(len(owed), 'outcome')}, {_many(sum(told.values()), 'notification')}"
    says += f", {len(missing)} on its way" if missing and not late else ""
    is_: Line = "wrong" if twice or late else "moving" if missing else "right"
    return _book("notified", is_, says)


def _kept(rows: Rows, promised: Set[str], doubts: set[str]) -> Book:
    lost = promised - rows.orders.keys()
    doubts |= {f"promises {id_}" for id_ in lost}
    says = f"{len(promised):,} promised, {len(promised - lost):,} found"
    return _book("promises", "wrong" if lost else "right", says)


def _open(rows: Rows) -> Mapping[str, Order]:
    return {id_: order for id_, order in rows.orders.items() if order.status in OPEN}


def _euros(cents: int) -> str:
    return f"{cents / 100:,.2f}"


def _many(count: int, what: str) -> str:
    return f"{count:,} {what}{'' if count == 1 else 's'}"


def _age(at: str) -> float:
    """Seconds since "2026-11-29T16:48:17.798Z"."""
    return (datetime.now(UTC) - datetime.fromisoformat(at)).total_seconds()
