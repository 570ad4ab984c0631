"""What moves together: what one transaction of stage 1 commits, and not what has one name.

They go in this order and come back in reverse: callers before those they call. So what has moved
asks the old side over HTTP. What the old side asks what has moved is in remote.py.
"""

from dataclasses import dataclass
from typing import NamedTuple

from .authority import Side
from .config import OLD


class Tie(NamedTuple):
    """A foreign key of stage 1 from a unit that stays to this one: it goes when this one moves."""

    table: str
    column: str
    to: str

    @property
    def name(self) -> str:
        """As PostgreSQL names it."""
        return f"{self.table}_{self.column}_fkey"


@dataclass(frozen=True)
class Unit:
    name: str
    features: tuple[str, ...]  # services of stage 2, and folders of stage 1
    database: str  # of the new side
    fenced: tuple[str, ...] = ()  # the tables that only the holder writes, on either side
    ties: tuple[Tie, ...] = ()
    sequences: tuple[str, ...] = ()  # that followers need in the new database

    def databases(self) -> tuple[tuple[Side, str], ...]:
        return (("old", OLD), ("new", self.database))


NOTIFICATIONS = Unit("notifications", ("notifications",), "notifications")
CATALOG = Unit(
    "catalog",
    ("catalog",),
    "catalog",
    fenced=("products",),
    ties=(Tie("cart_items", "product_id", "products"),),
    sequences=("move_stock_versions",),
)
UNITS = (NOTIFICATIONS, CATALOG)  # in the order in which they move
NAMES = [unit.name for unit in UNITS]
BY_FEATURE = {feature: unit for unit in UNITS for feature in unit.features}

CHECKOUT = "stays in stage 1: no unit has the checkout yet"
ACCOUNTS = "stays in stage 1: no unit has the accounts yet"
EMPTY = "belongs to a service that gets no requests yet: it is empty"
DELIVERY = "how stage 2 delivers events and tasks: those under way arrive whatever moves"
OTHERWISE = (
    "lists closed accounts, which a move reports by deleted rows: notifications follows those"
)
_OF_CHECKOUT = (
    "carts cart_items stock stock_adjustments orders order_lines order_history payments "
    "idempotency_keys"
).split()
_OF_ACCOUNTS = ["users", "sessions", "refresh_tokens", "failed_attempts"]

# The tables of both stages that no unit has: {stage: {table: why it may stay}}.
STAYS: dict[str, dict[str, str]] = {
    "1": dict.fromkeys(_OF_CHECKOUT, CHECKOUT) | dict.fromkeys(_OF_ACCOUNTS, ACCOUNTS),
    "2": {
        **dict.fromkeys([each for each in _OF_CHECKOUT if not each.startswith("cart")], EMPTY),
        **dict.fromkeys(["reservations", *_OF_ACCOUNTS], EMPTY),
        **dict.fromkeys(["outbox", "inbox"], DELIVERY),
        "gone_people": OTHERWISE,
    },
}


def named(name: str) -> Unit:
    return next(unit for unit in UNITS if unit.name == name)


def of_service(service: str) -> Unit | None:
    return BY_FEATURE.get(service)
