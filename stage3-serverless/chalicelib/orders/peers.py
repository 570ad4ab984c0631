"""How orders reaches the other features: items in the same transaction, and reads.

Only the settling of an order is a message, sent once its transaction is there (tasks.py).
"""

from ..accounts import store as accounts
from ..cart import store as cart_store
from ..cart import usecases as cart
from ..inventory import store as inventory
from ..notifications import store as notifications
from ..payments import store as payments
from ..payments import usecases as paying

OutOfStock = inventory.OutOfStock


def cart_to_buy(user_id):
    """(cart, priced lines)"""
    return cart.to_buy(user_id)


def renew_cart(tx, cart):
    cart_store.renew(tx, cart)


# --8<-- [start:goods]
def reserve(tx, lines):
    inventory.reserve(tx, lines)


def sell(tx, lines):
    inventory.sell(tx, lines)


def release(tx, lines):
    inventory.release(tx, lines)


def take_back(tx, lines):
    inventory.take_back(tx, lines)


# --8<-- [end:goods]
# --8<-- [start:news]
def is_there(user_id):
    """False once the account is closed."""
    return accounts.exists(user_id)


def notify(tx, user_id, order_id, kind, text, lost):
    """Only together with the person it is for."""
    accounts.check_exists(tx, user_id, lost)
    notifications.add(tx, user_id, order_id, kind, text)


# --8<-- [end:news]
# --8<-- [start:money]
def charge(order, payment_method):
    """'captured', 'declined', 'cancelled', or None for not known yet."""
    return paying.charge(order, payment_method)


def refund(order_id):
    """True once the provider has acknowledged it."""
    return paying.refund(order_id)


def record_payment(tx, order_id, status):
    payments.record(tx, order_id, status)


# --8<-- [end:money]
