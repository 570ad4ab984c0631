"""The hooks of the checkout: what its hand-over needs besides the steps of every unit."""

from shop_rules import times
from shop_rules.orders import OPEN

from . import authority, comparing, copying, events, quiescing, rows
from .authority import Side
from .capture import FOLLOWS
from .config import OLD
from .databases import Connection, one
from .hooks import Hooks
from .moving import Move
from .rows import carts as cart_rows
from .rows import catalog
from .rows.direction import Direction
from .rows.stock import raise_versions
from .standing import FORWARD, Transfer

# The consumers of the events of orders and stock whose writes are followed to stage 1.
READERS = {"orders": ("catalog", "notifications"), "stock": ("catalog",)}


class Checkout(Hooks):
    def also_followed(self, move: Move, transfer: Transfer) -> list[Direction]:
        """The stock that the catalog shows: until the hand-over it comes from stage 1's counts,
        afterwards from events."""
        return [catalog.STOCK] if transfer == FORWARD else []

    def rehearse(self, move: Move, transfer: Transfer) -> None:
        if transfer != FORWARD:
            quiescing.quiesce(move.sides)

    def quiesce(self, move: Move, transfer: Transfer) -> None:
        quiescing.quiesce(move.sides)

    def is_quiet(self, move: Move, transfer: Transfer) -> bool:
        return transfer == FORWARD or not quiescing.left(move.sides)

    def drain(self, move: Move, transfer: Transfer) -> bool:
        if transfer == FORWARD:
            _raise_versions(move.sides["inventory"], move.sides["catalog"])
            return _carts_are_there(move)
        if not _is_told(move):
            return False
        old = move.sides[OLD]
        with authority.as_seen(old, move.unit.name, move.known("old")):
            old.execute(FOLLOWS)
            cart_rows.bring_back(old)
        return True

    def admitted(self, move: Move, taker: Side) -> None:
        """Make open orders due at once: the worker that leased them may be on the other side."""
        name = "orders" if taker == "new" else OLD
        database = move.sides[name]
        with authority.as_seen(database, move.unit.name, move.seen_in()[name]):
            database.execute(
                "UPDATE orders SET next_attempt_at = %s WHERE status = ANY(%s)",
                [times.now(), list(OPEN)],
            )


def _raise_versions(inventory: Connection, catalog_: Connection) -> None:
    found = one(catalog_, "SELECT coalesce(max(stock_version), 0) AS highest FROM products")
    assert found is not None  # an aggregate has a row
    with inventory.transaction():
        inventory.execute(FOLLOWS)
        raise_versions(inventory, int(str(found["highest"])))


def _carts_are_there(move: Move) -> bool:
    """Compare the carts once more: followers write them to a store without locks."""
    source, target = move.sides[OLD], move.sides[rows.carts.FORWARD.target]
    different = comparing.differing(source, target, rows.carts.FORWARD)
    copying.note(source, rows.carts.FORWARD, different)
    return not different


def _is_told(move: Move) -> bool:
    """Whether every event of the orders and the stock has been handled. One that arrives later
    would count twice, because stage 1 already has its effect."""
    unpublished = "SELECT 1 FROM outbox WHERE published_at IS NULL LIMIT 1"
    if any(one(move.sides[name], unpublished) for name in ("orders", "inventory")):
        return False
    return all(events.are_read(stream, groups) for stream, groups in READERS.items())
