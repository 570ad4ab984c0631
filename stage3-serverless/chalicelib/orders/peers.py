"""How orders reaches the other features: items in the same transaction, and reads.

Only the settling of an order is a message, sent after its transaction has committed (tasks.py).
"""

from collections.abc import Iterable

from shop_rules.pricing import CartLine, OrderLine
from shop_rules.shapes import Notice, Order, OrderId, PaymentStatus, UserId

from .. import db
from ..accounts import store as accounts
from ..cart import store as cart_store
from ..cart import usecases as cart
from ..inventory import store as inventory
from ..notifications import store as notifications
from ..payments import store as payments
from ..payments import usecases as paying

OutOfStock = inventory.OutOfStock


def cart_to_buy(user_id: UserId) -> tuple[db.Item, list[CartLine]]:
    """The cart and its lines at current prices."""
    return cart.to_buy(user_id)


def renew_cart(tx: db.Tx, cart: db.Item) -> None:
    cart_store.renew(tx, cart)


# --8<-- [start:goods]
def reserve(tx: db.Tx, lines: Iterable[OrderLine]) -> None:
    inventory.reserve(tx, lines)


def sell(tx: db.Tx, lines: Iterable[OrderLine]) -> None:
    inventory.sell(tx, lines)


def release(tx: db.Tx, lines: Iterable[OrderLine]) -> None:
    inventory.release(tx, lines)


def take_back(tx: db.Tx, lines: Iterable[OrderLine]) -> None:
    inventory.take_back(tx, lines)


# --8<-- [end:goods]
# --8<-- [start:news]
def is_there(user_id: UserId) -> bool:
    """False once the account is closed."""
    return accounts.exists(user_id)


def notify(
    tx: db.Tx, user_id: UserId, order_id: OrderId, kind: Notice, text: str, lost: db.Loss
) -> None:
    """Add the message, on the condition that its person still exists."""
    accounts.check_exists(tx, user_id, lost)
    notifications.add(tx, user_id, order_id, kind, text)


# --8<-- [end:news]
# --8<-- [start:money]
def charge(order: Order, payment_method: str) -> PaymentStatus | None:
    """'captured', 'declined', 'cancelled', or None for not known yet."""
    return paying.charge(order, payment_method)


def refund(order_id: OrderId) -> bool:
    """True once the provider has acknowledged it."""
    return paying.refund(order_id)


def record_payment(tx: db.Tx, order_id: OrderId, status: PaymentStatus) -> None:
    payments.record(tx, order_id, status)


# --8<-- [end:money]
