"""The units: features move together if one transaction of stage 1 commits their rows.

Units move in this order, callers before those they call, and come back in reverse. So a unit that
has moved asks the old side over HTTP. The few calls in the other direction are in remote.py.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

from .authority import Side
from .config import OLD


class Tie(NamedTuple):
    """A foreign key of stage 1 whose two tables end up in different databases. It is dropped when
    the unit moves."""

    table: str
    column: str
    to: str
    action: Literal["", "ON DELETE CASCADE"] = ""

    @property
    def name(self) -> str:
        """The name that PostgreSQL gives it."""
        return f"{self.table}_{self.column}_fkey"


@dataclass(frozen=True)
class Unit:
    name: str
    features: tuple[str, ...]  # services of stage 2, and folders of stage 1
    new: tuple[str, ...]  # its databases on the new side
    # {database: tables that only the holder writes}
    fenced: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    ties: tuple[Tie, ...] = ()
    sequences: tuple[str, ...] = ()  # that followers need in the new database
    after: tuple[str, ...] = ()  # units that move before this one, and go back after it
    has_carts: bool = False  # stored in Valkey on the new side

    @property
    def database(self) -> str:
        """The first database on the new side."""
        return self.new[0]

    def databases(self) -> tuple[tuple[Side, str], ...]:
        return (("old", OLD), *(("new", name) for name in self.new))

    def on(self, side: Side) -> list[str]:
        return [name for at, name in self.databases() if at == side]

    def fenced_in(self, database: str) -> tuple[str, ...]:
        return self.fenced.get(database, ())


# --8<-- [start:units]
NOTIFICATIONS = Unit("notifications", ("notifications",), ("notifications",))
CATALOG = Unit(
    "catalog",
    ("catalog",),
    ("catalog",),
    fenced=dict.fromkeys(
        (OLD, "catalog"), ("products", "product_imports", "product_import_chunks")
    ),
    ties=(Tie("cart_items", "product_id", "products"),),
    sequences=("move_stock_versions",),
)
# --8<-- [end:units]
CHECKOUT = Unit(
    "checkout",
    ("inventory", "cart", "orders", "payments"),
    ("orders", "inventory", "payments"),
    fenced={
        OLD: (
            *("orders", "order_lines", "order_history", "payments", "stock", "stock_adjustments"),
            *("idempotency_keys", "carts", "cart_items"),
        ),
        "orders": ("orders", "order_lines", "order_history", "idempotency_keys"),
        "inventory": ("stock", "stock_adjustments", "reservations", "idempotency_keys"),
        "payments": ("payments",),
    },
    ties=(
        Tie("carts", "user_id", "users", "ON DELETE CASCADE"),
        Tie("payments", "order_id", "orders"),
        Tie("notifications", "order_id", "orders"),
    ),
    after=("notifications", "catalog"),
    has_carts=True,
)
# To move a table of accounts, name it here and in rows/accounts.py.
_OF_ACCOUNTS = (
    *("users", "sessions", "refresh_tokens", "failed_attempts"),
    *("identities", "authorizations", "audit", "visitor_keys"),
)
ACCOUNTS = Unit(
    "accounts",
    ("accounts",),
    ("accounts",),
    fenced={OLD: _OF_ACCOUNTS, "accounts": _OF_ACCOUNTS},
    ties=(Tie("notifications", "user_id", "users", "ON DELETE CASCADE"),),
    after=("notifications", "catalog", "checkout"),
)
UNITS = (NOTIFICATIONS, CATALOG, CHECKOUT, ACCOUNTS)  # in the order in which they move
NAMES = [unit.name for unit in UNITS]
BY_FEATURE = {feature: unit for unit in UNITS for feature in unit.features}

DELIVERY = "how stage 2 delivers events and tasks: those under way arrive, whatever unit moves"
OTHERWISE = (
    "lists closed accounts, which a move reports by deleted rows: notifications follows those"
)

CLICKS = (
    "the clickstream is counted where it arrives: single events expire within days, and a funnel "
    "over a move is the sum of both sides"
)
_CLICKS = dict.fromkeys(["clicks", "click_visits", "click_hours", "click_minutes"], CLICKS)

# The tables of both stages that are part of no unit: {stage: {table: why it may stay}}.
STAYS: dict[str, dict[str, str]] = {
    "1": _CLICKS,
    "2": {**_CLICKS, **dict.fromkeys(["outbox", "inbox"], DELIVERY), "gone_people": OTHERWISE},
}


def named(name: str) -> Unit:
    return next(unit for unit in UNITS if unit.name == name)


def of_service(service: str) -> Unit | None:
    return BY_FEATURE.get(service)
