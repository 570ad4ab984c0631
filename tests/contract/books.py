"""The five books: the invariants of a whole shop at rest, checked over its API.

1. stock: a product's adjustments = available + reserved + sold, and none is negative;
2. money: the provider's captures minus refunds = the total of the sold orders;
3. every order becomes final without intervention;
4. exactly one notification for each outcome;
5. nothing that a client got a 2xx for is lost (the caller says what was promised).
"""

import time
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from shop_rules.shapes import Order, OrderId, Payment, ProductId, Status, UserId

from .client import Person, Shop
from .provider import Intent, Provider
from .steps import HEALED, LATER, LISTED, accepted, eventually, listed

Orders = dict[OrderId, Order]
Payments = dict[OrderId, Payment | None]
Told = Counter[tuple[OrderId, str]]  # how often an order's notification of each kind was sent
Id = TypeVar("Id", bound=str)
Found = TypeVar("Found")

OPEN = ("pending", "cancelling")
SOLD = ("confirmed", "cancelling", "shipped", "delivered")
NEXT: dict[Status | None, set[Status]] = {
    None: {"pending"},
    "pending": {"confirmed", "rejected"},
    "confirmed": {"shipped", "cancelling"},
    "cancelling": {"cancelled"},
    "shipped": {"delivered"},
    "rejected": set(),
    "cancelled": set(),
    "delivered": set(),
}
REASONS = {"out_of_stock", "payment_declined", "payment_unavailable"}
OUTCOMES = ("confirmed", "rejected", "shipped", "delivered", "cancelled")
THREADS = 4
PAUSE_SECONDS = 0.5
SHOWN = 50


def check_books(
    shop: Shop,
    staff: Person,
    provider: Provider | None = None,
    within: float = HEALED,
    promised: Collection[OrderId] = (),
) -> Orders:
    """Every order of the shop by id. Raises AssertionError with a list if a book does not balance.

    shop: signed in as staff. provider: see provider.py; with None, the second book uses the shop's
    own payments. within: seconds until the shop must be at rest. promised: ids of orders.
    """
    staff, start = staff.in_version(1), time.monotonic()  # what holds does not depend on it
    while True:
        left = start + within - time.monotonic()
        eventually(lambda: at_rest(staff), left, PAUSE_SECONDS)
        intents = provider.intents() if provider else None
        orders = all_orders(staff)
        wrong = faults(staff, orders, intents)
        wrong += [f"order {gone}: promised and gone" for gone in set(promised) - set(orders)]
        late = late_faults(staff, orders)
        if not wrong and not late:
            return orders
        waited = time.monotonic() - start
        patience = min(within, LISTED if wrong else LATER)
        if waited > within or (waited > patience and all_orders(staff) == orders):
            raise AssertionError(_as_text(wrong + late))
        time.sleep(PAUSE_SECONDS)


def at_rest(staff: Person) -> None:
    for status in OPEN:
        waiting = accepted(staff.get("/orders", params={"status": status, "limit": 100}))
        assert not waiting, f"{len(waiting)} or more orders still {status}: {waiting[0]['id']} …"


def all_orders(staff: Person) -> Orders:
    return {order["id"]: order for order in listed(staff, "/orders")}


def faults(staff: Person, orders: Orders, intents: list[Intent] | None) -> list[str]:
    """The faults that waiting can't fix."""
    found = [fault for order in orders.values() for fault in order_faults(order)]
    found += stock_faults(staff, orders)
    payments = _payments(staff, orders)
    for order in orders.values():
        found += payment_faults(order, payments[order["id"]])
    if intents is not None:
        found += money_faults(orders, payments, intents)
    return found


def order_faults(order: Order) -> Iterator[str]:
    """The faults of one order: illegal transitions, a wrong status, wrong sums."""
    name, status = f"order {order['id']}", order["status"]
    steps = [step["status"] for step in order["history"]]
    if any(now not in NEXT[before] for before, now in zip([None, *steps], steps, strict=False)):
        yield f"{name}: no legal way: {steps}"
    if not steps or steps[-1] != status:
        yield f"{name}: is {status}, its history ends otherwise: {steps}"
    times = [step["at"] for step in order["history"]]
    if times != sorted(times):
        yield f"{name}: its history runs backwards: {times}"
    if (order["reason"] in REASONS) != (status == "rejected"):
        yield f"{name}: is {status} with the reason {order['reason']}"
    sums = [line["unit_price"] * line["quantity"] for line in order["lines"]]
    if sums != [line["line_total"] for line in order["lines"]] or sum(sums) != order["total"]:
        yield f"{name}: {sums} are not its line totals, or not its total {order['total']}"


def stock_faults(staff: Person, orders: Orders) -> list[str]:
    """The faults of the first book, for every product that is listed or was ever ordered."""
    reserved, sold = Counter[ProductId](), Counter[ProductId]()
    for order in orders.values():
        held = reserved if order["status"] == "pending" else sold
        for line in order["lines"]:
            moved = line["quantity"] if order["status"] in ("pending", *SOLD) else 0
            held[line["product_id"]] += moved
    products = {product["id"] for product in listed(staff, "/products")} | set(reserved) | set(sold)

    def check(product_id: ProductId) -> list[str]:
        return list(_stock_faults(staff, product_id, reserved[product_id], sold[product_id]))

    return _in_threads(check, sorted(products))


def _stock_faults(staff: Person, product_id: ProductId, reserved: int, sold: int) -> Iterator[str]:
    name = f"product {product_id}"
    stock, added = _stock_and_adjustments(staff, product_id)
    if min(stock.values()) < 0:
        yield f"{name}: negative stock {stock}"
    if added != sum(stock.values()):
        yield f"{name}: adjustments add up to {added}, stock {stock} to {sum(stock.values())}"
    if (stock["reserved"], stock["sold"]) != (reserved, sold):
        yield f"{name}: by its orders {reserved} reserved and {sold} sold, stock says {stock}"


def _stock_and_adjustments(staff: Person, product_id: ProductId) -> tuple[dict[str, int], int]:
    """A consistent read of both: repeated if an adjustment came between."""
    path = f"/products/{product_id}/stock"
    added = None
    while True:
        before, stock = added, accepted(staff.get(path))
        added = sum(adjustment["delta"] for adjustment in listed(staff, f"{path}/adjustments"))
        if added in (before, sum(stock.values())):
            return stock, added


def _payments(staff: Person, orders: Orders) -> Payments:
    """Each order's payment, read from the shop; None if no charge was begun."""

    def read(order_id: OrderId) -> list[tuple[OrderId, Payment | None]]:
        answer = staff.get(f"/orders/{order_id}/payment")
        return [(order_id, None if answer.status_code == 404 else accepted(answer))]

    return dict(_in_threads(read, list(orders)))


def payment_faults(order: Order, payment: Payment | None) -> Iterator[str]:
    """The faults of the second book, checked with the shop's own payments."""
    name = f"order {order['id']} ({order['status']}, {order['reason']})"
    status = payment["status"] if payment else None
    if order["status"] in OPEN:
        return
    if status not in _payment_statuses(order):
        yield f"{name}: its payment is {status}"
    if payment and (payment["order_id"], payment["amount"]) != (order["id"], order["total"]):
        yield f"{name}: its payment is of another order or amount: {payment}"
    refunded = order["total"] if order["status"] == "cancelled" else 0
    if payment and payment["refunded"] != refunded:
        yield f"{name}: {payment['refunded']} refunded of {order['total']}"


def _payment_statuses(order: Order) -> tuple[str | None, ...]:
    return {
        "out_of_stock": (None,),
        "payment_declined": ("declined", "cancelled"),
        "payment_unavailable": (None, "cancelled"),
        None: ("refunded",) if order["status"] == "cancelled" else ("captured",),
    }.get(order["reason"], ())


def money_faults(orders: Orders, payments: Payments, intents: list[Intent]) -> Iterator[str]:
    """The faults of the second book, checked with the provider's payments."""
    by_order = defaultdict(list)
    for intent in intents:
        by_order[intent["metadata"].get("order_id")].append(intent)
    for order_id in by_order.keys() - orders.keys():
        yield f"provider: {len(by_order[order_id])} intents for an unknown order {order_id}"
    for order_id, order in orders.items():
        yield from _money_faults(order, payments[order_id], by_order[order_id])


def _money_faults(order: Order, payment: Payment | None, intents: list[Intent]) -> Iterator[str]:
    name = f"order {order['id']} ({order['status']})"
    charges = [charge for charge in map(_charge, intents) if charge["captured"]]
    if len(charges) > 1:
        yield f"{name}: captured {len(charges)} times"
    if charges and order["status"] == "rejected":
        yield f"{name}: captured {charges}"
    kept = sum(charge["captured"] - charge["refunded"] for charge in charges)
    due = order["total"] if order["status"] in ("confirmed", "shipped", "delivered") else 0
    if kept != due:
        yield f"{name}: the provider keeps {kept} of it, {due} is right"
    known = [intent["id"] for intent in intents]
    if payment and payment["provider_reference"] not in [*known, None]:
        yield f"{name}: the provider does not know {payment['provider_reference']}"


def _charge(intent: Intent) -> dict[str, int]:
    """{captured, refunded} in cents."""
    charge = intent.get("latest_charge")
    if not charge or charge["status"] != "succeeded":
        return {"captured": 0, "refunded": 0}
    return {"captured": charge["amount_captured"], "refunded": charge["amount_refunded"]}


def late_faults(staff: Person, orders: Orders) -> list[str]:
    """The faults of the fourth book. Deleted users have no notifications."""
    owed: dict[UserId, Told] = defaultdict(Counter)
    for order in orders.values():
        owed[order["user_id"]].update(
            (order["id"], f"order_{step['status']}")
            for step in order["history"]
            if step["status"] in OUTCOMES
        )

    def check(user_id: UserId) -> list[str]:
        sent = _notifications(staff, user_id)
        return [] if sent is None else _differences(user_id, owed[user_id], sent)

    return _in_threads(check, list(owed))


def _notifications(staff: Person, user_id: UserId) -> Told | None:
    """The number of notifications of each (order, kind); None if the person is deleted."""
    path = f"/users/{user_id}/notifications"
    first = staff.get(path, params={"limit": 100})
    if first.status_code == 404:
        return None
    more = "next_cursor" in first.json()["meta"]
    told = listed(staff, path) if more else accepted(first)
    return Counter((notification["order_id"], notification["kind"]) for notification in told)


def _differences(user_id: UserId, owed: Told, sent: Told) -> list[str]:
    missing = [f"user {user_id}: no {kind} for order {order}" for order, kind in owed - sent]
    return missing + [f"user {user_id}: {kind} too often for order {o}" for o, kind in sent - owed]


def _in_threads(read: Callable[[Id], list[Found]], ids: Iterable[Id]) -> list[Found]:
    """One list of all that read(id) returns, a list for each id, read in threads."""
    with ThreadPoolExecutor(THREADS) as threads:
        return [found for part in threads.map(read, ids) for found in part]


def _as_text(faults: list[str]) -> str:
    more = [f"… and {len(faults) - SHOWN} more"] if len(faults) > SHOWN else []
    return "\n".join(["The books do not balance:", *sorted(faults)[:SHOWN], *more])
