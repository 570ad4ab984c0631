"""The shapes of all responses. tests/rules/test_shapes.py compares them with openapi.yaml.

Times are RFC 3339 in UTC with milliseconds. Ids are UUIDv7 (RFC 9562). Money is integer cents.
"""

from typing import Literal, NewType, NotRequired, TypedDict

# Distinct types, so that mypy catches swapped arguments.
UserId = NewType("UserId", str)
ProductId = NewType("ProductId", str)
OrderId = NewType("OrderId", str)
Cents = NewType("Cents", int)

Time = str  # "2026-01-31T12:00:00.000Z"

Role = Literal["customer", "staff"]
StaffRole = Literal["admin", "catalog", "support", "warehouse"]
Roles = tuple[Role | StaffRole, ...]  # ("customer",), or ("staff", …): see roles.py
Status = Literal[
    "pending", "confirmed", "rejected", "cancelling", "cancelled", "shipped", "delivered"
]
Reason = Literal["out_of_stock", "payment_declined", "payment_unavailable"]
Notice = Literal[
    "order_confirmed", "order_rejected", "order_shipped", "order_delivered", "order_cancelled"
]
PaymentStatus = Literal["pending", "captured", "declined", "cancelled", "refunded"]


class User(TypedDict):
    id: UserId
    email: str  # as it was written
    name: str
    role: Role
    roles: list[StaffRole]  # empty for a customer
    has_password: bool  # False: signs in with an identity provider only
    mfa_enabled: bool
    created_at: Time


class Tokens(TypedDict):
    access_token: str  # a JWT, signed with EdDSA
    refresh_token: NotRequired[str]  # absent if it is in the cookie
    token_type: Literal["Bearer"]
    expires_in: Literal[900]  # seconds


class Product(TypedDict):
    id: ProductId
    name: str
    description: str
    category: str
    price: Cents
    currency: Literal["EUR"]
    image_url: str | None
    created_at: Time
    updated_at: Time


class ListedProduct(Product):
    available: int  # may be some seconds old


class Bestseller(TypedDict):
    product_id: ProductId
    name: str
    units: int


class Stock(TypedDict):
    available: int
    reserved: int
    sold: int


class Adjustment(TypedDict):
    id: str
    product_id: ProductId
    delta: int
    reason: str
    created_at: Time


class Line(TypedDict):
    product_id: ProductId
    name: str
    unit_price: Cents
    quantity: int
    line_total: Cents


class Cart(TypedDict):
    id: str  # a new one after each order
    user_id: UserId
    lines: list[Line]
    total: Cents
    currency: Literal["EUR"]


class Address(TypedDict):
    name: str
    line1: str
    line2: NotRequired[str]
    city: str
    postal_code: str
    country: str  # ISO 3166-1 alpha-2


class Shipment(TypedDict):
    carrier: str
    tracking: str


class Entry(TypedDict):
    """One state in an order's history."""

    status: Status
    at: Time


class Order(TypedDict):
    id: OrderId
    user_id: UserId
    status: Status
    reason: Reason | None  # why it was rejected
    lines: list[Line]
    total: Cents
    currency: Literal["EUR"]
    shipping_address: Address | None  # None once it is final and its user deleted
    shipment: Shipment | None  # None until it is shipped
    history: list[Entry]  # oldest first
    created_at: Time


class Payment(TypedDict):
    order_id: OrderId
    status: PaymentStatus
    amount: Cents
    refunded: Cents
    currency: Literal["EUR"]
    provider_reference: str | None  # None until the provider has given it one


class Notification(TypedDict):
    id: str
    user_id: UserId
    order_id: OrderId
    kind: Notice
    text: str
    sent_at: Time
