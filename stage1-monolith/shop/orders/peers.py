"""How orders reaches the other features: plain function calls, in the caller's transaction."""

from ..cart import store as cart_store
from ..cart import usecases as cart
from ..inventory import store as inventory
from ..notifications import store as notifications
from ..payments import store as payments
from ..payments import usecases as paying


def locked_cart(tx, user_id):
    """(cart id, priced lines); nobody else can change or buy it until the transaction ends."""
    cart_id = cart_store.lock(tx, user_id)
    return cart_id, cart.priced_lines(tx, user_id)


def renew_cart(tx, user_id):
    cart_store.renew(tx, user_id)


# --8<-- [start:goods]
def reserve(tx, lines):
    return inventory.reserve(tx, lines)


def sell(tx, lines):
    inventory.sell(tx, lines)


def release(tx, lines):
    inventory.release(tx, lines)


def take_back(tx, lines):
    inventory.take_back(tx, lines)


# --8<-- [end:goods]
# --8<-- [start:news]
def notify(tx, user_id, order_id, kind, text):
    notifications.add(tx, user_id, order_id, kind, text)


# --8<-- [end:news]
# --8<-- [start:money]
def charge(order, payment_method):
    """Outside any transaction: 'captured', 'declined', 'cancelled', or None for not known yet."""
    return paying.charge(order, payment_method)


def refund(order_id):
    """Outside any transaction: True once the provider has acknowledged it."""
    return paying.refund(order_id)


def record_payment(tx, order_id, status):
    payments.record(tx, order_id, status)


# --8<-- [end:money]
