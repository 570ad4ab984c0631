"""Reads the shop's current state. Tests check each write through one of these."""

from collections.abc import Callable
from typing import TypeVar

from shop_rules.shapes import Adjustment, Cart, Line, Notification, Order, Payment, Product, Stock

from .client import Person
from .steps import accepted, eventually, listed
from .version import FORMS

T = TypeVar("T")


def product_of(person: Person, product: Product) -> Product:
    return accepted(person.get(f"/products/{product['id']}"))


def etag_of(person: Person, product: Product) -> str:
    answer = person.get(f"/products/{product['id']}")
    accepted(answer)
    return answer.headers["ETag"]


def stock_of(staff: Person, product: Product) -> Stock:
    return accepted(staff.get(f"/products/{product['id']}/stock"))


def adjustments_of(staff: Person, product: Product) -> list[Adjustment]:
    return list(listed(staff, f"/products/{product['id']}/stock/adjustments"))


def cart_of(person: Person, owner: Person | None = None) -> Cart:
    return accepted(person.get(f"{(owner or person).path}/cart"))


def order_of(person: Person, order: Order) -> Order:
    return accepted(person.get(f"/orders/{order['id']}"))


def lines_of(person: Person, order: Order) -> list[Line]:
    """The order's lines, from where this version has them."""
    if FORMS.number == 1:
        return order["lines"]
    return accepted(person.get(f"/orders/{order['id']}/lines"))


def orders_of(customer: Person) -> list[Order]:
    """Newest first."""
    return list(listed(customer, f"{customer.path}/orders"))


def payment_of(person: Person, order: Order) -> Payment:
    return accepted(person.get(f"/orders/{order['id']}/payment"))


def notifications_of(customer: Person) -> list[Notification]:
    """Newest first."""
    return list(listed(customer, f"{customer.path}/notifications"))


def soon_equal(read: Callable[[], T], expected: object, within: float) -> T:
    """Check that read() returns the expected value within that many seconds."""

    def check() -> T:
        now = read()
        assert now == expected
        return now

    return eventually(check, within)
