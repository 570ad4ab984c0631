"""The shapes of what services send each other, under /internal and as events.

tests/stage2/test_shapes.py checks them against contracts/.
"""

from typing import Any, Literal, TypedDict

from shop_rules.pricing import CartLine
from shop_rules.shapes import (
    Cents,
    Notice,
    OrderId,
    PaymentStatus,
    ProductId,
    Role,
    StaffRole,
    Time,
    UserId,
)

Json = Any  # just parsed, or about to be sent: its reader or writer names the shape


class Quantity(TypedDict):
    """A quantity of a product."""

    product_id: ProductId
    quantity: int


# accounts
class Session(TypedDict):
    user_id: UserId
    role: Role
    roles: list[StaffRole]


class Person(TypedDict):
    id: UserId


class Visitor(TypedDict):
    key: str  # random: events name it instead of the person


# catalog
class ProductToBuy(TypedDict):
    id: ProductId
    name: str
    price: Cents
    archived: bool


# cart
class CartToBuy(TypedDict):
    id: str
    version: int
    lines: list[CartLine]


class Renewal(TypedDict):
    """The cart that was bought, at that version."""

    id: str
    version: int


# inventory
class Reservation(TypedDict):
    lines: list[Quantity]


class Reserved(TypedDict):
    reserved: bool  # all of it, or nothing


# payments
class OrderToCharge(TypedDict):
    id: OrderId
    user_id: UserId
    total: Cents
    created_at: Time


class Charge(TypedDict):
    order: OrderToCharge
    payment_method: str


class Charged(TypedDict):
    outcome: PaymentStatus | None  # None: not known yet


class Refunded(TypedDict):
    refunded: bool  # False: not known yet


# Events
class OrderEvent(TypedDict):
    kind: Notice
    order_id: OrderId
    user_id: UserId
    text: str
    lines: list[Quantity]


class StockEvent(TypedDict):
    product_id: ProductId
    available: int
    version: int


class PersonEvent(TypedDict):
    kind: Literal["closed"]
    user_id: UserId
