"""How orders reaches the other features: plain function calls, in the caller's transaction."""

from collections.abc import Iterable

from shop_rules.pricing import CartLine, OrderLine
from shop_rules.shapes import Cents, Notice, Order, OrderId, PaymentStatus, UserId

from .. import db
from ..cart import store as cart_store
from ..cart import usecases as cart
from ..inventory import store as inventory
from ..notifications import store as notifications
from ..payments import store as payments
from ..payments import usecases as paying


def locked_cart(tx: db.Tx, user_id: UserId) -> tuple[str, list[CartLine]]:
    """(cart id, priced lines), locked: no one can change or buy it until the transaction ends."""
    cart_id = cart_store.lock(tx, user_id)
    return cart_id, cart.priced_lines(tx, user_id)


def renew_cart(tx: db.Tx, user_id: UserId) -> None:
    cart_store.renew(tx, user_id)


# --8<-- [start:goods]
def reserve(tx: db.Tx, lines: Iterable[OrderLine]) -> bool:
    return inventory.reserve(tx, lines)


def sell(tx: db.Tx, lines: Iterable[OrderLine]) -> None:
    inventory.sell(tx, lines)


def release(tx: db.Tx, lines: Iterable[OrderLine]) -> None:
    inventory.release(tx, lines)


def take_back(tx: db.Tx, lines: Iterable[OrderLine]) -> None:
    inventory.take_back(tx, lines)


# --8<-- [end:goods]
# --8<-- [start:news]
def notify(tx: db.Tx, user_id: UserId, order_id: OrderId, kind: Notice, text: str) -> None:
    notifications.add(tx, user_id, order_id, kind, text)


# --8<-- [end:news]
# --8<-- [start:money]
def begin_payment(tx: db.Tx, order_id: OrderId, amount: Cents) -> None:
    payments.begin(tx, order_id, amount)


def charge(order: Order, payment_method: str) -> PaymentStatus | None:
    """'captured', 'declined', 'cancelled', or None: not known yet. Call outside any transaction."""
    return paying.charge(order, payment_method)


def refund(order_id: OrderId) -> bool:
    """True once the provider has acknowledged it. Call outside any transaction."""
    return paying.refund(order_id)


def record_payment(tx: db.Tx, order_id: OrderId, status: PaymentStatus) -> None:
    payments.record(tx, order_id, status)


# --8<-- [end:money]
