"""Closing an account in stage 1 while the checkout is on either side.

In stage 1, foreign keys delete the cart and the notifications with the person. These keys are
dropped while units move, and the orders with their addresses may be on the other side.
"""

import sqlalchemy as sa

from shop import db
from shop.accounts import peers as of_accounts
from shop.accounts.store import users
from shop.cart.store import carts
from shop.notifications.store import notifications
from shop.orders.tables import orders
from shop_rules.orders import FINAL
from shop_rules.shapes import UserId

from . import guard
from .guard import Moved
from .units import CHECKOUT

_HAS_NOTIFICATIONS = sa.text("SELECT to_regclass('notifications') IS NOT NULL")
_forget_person = of_accounts.forget_person  # stage 1's own


# --8<-- [start:forget_person]
def forget_person(tx: db.Tx, user_id: UserId) -> None:
    """Forget the person in the transaction that closes the account. If the new side holds, delete
    only what is left here: the deleted row becomes the event that makes the services of stage 2
    forget the person (rows/people.py)."""
    held = guard.locked_holder(tx, CHECKOUT.name)
    if held == "nobody":
        raise Moved("The checkout is changing hands.")
    if held == "old":
        _forget_person(tx, user_id)
        tx.execute(sa.delete(carts).where(carts.c.user_id == user_id))
    if tx.scalar(_HAS_NOTIFICATIONS):
        tx.execute(sa.delete(notifications).where(notifications.c.user_id == user_id))


# --8<-- [end:forget_person]
def forget_the_gone() -> None:
    """After the checkout has come back, forget people who closed their account during the move and
    whose event reached the new side too late."""
    there = sa.select(users.c.id)
    with db.transaction("forget_the_gone") as tx:
        gone = orders.c.user_id.not_in(there) & orders.c.status.in_(FINAL)
        gone &= orders.c.shipping_address.is_not(None)
        tx.execute(sa.update(orders).where(gone).values(shipping_address=None))
        tx.execute(sa.delete(carts).where(carts.c.user_id.not_in(there)))
