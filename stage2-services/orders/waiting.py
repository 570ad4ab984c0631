"""Orders that wait for the provider: a work queue kept in the orders' own rows.

An order is due at next_attempt_at. A worker that picks it up moves that time forward, which is
a lease: if the worker dies, the order becomes due again.
"""

from collections.abc import Sequence

import sqlalchemy as sa

from shop_rules import times
from shop_rules.orders import OPEN
from shop_rules.shapes import OrderId, Status

from chassis import db, telemetry

from .tables import orders


def lease(tx: db.Tx, order_id: OrderId, seconds: float) -> bool:
    """True if the order was leased to this caller; no other worker will take it for `seconds`."""
    row = (orders.c.id == order_id) & (orders.c.next_attempt_at <= times.now())
    row &= orders.c.status.in_(OPEN)
    values = {"next_attempt_at": times.after(seconds), "attempts": orders.c.attempts + 1}
    return tx.execute(sa.update(orders).where(row).values(values)).rowcount == 1


def take_up(tx: db.Tx, order_id: OrderId, seconds: float) -> int:
    """Lease the order to the worker that has its message, whether it is due or not.

    Returns how many attempts there were, this one included.
    """
    row = orders.c.id == order_id
    values = {"next_attempt_at": times.after(seconds), "attempts": orders.c.attempts + 1}
    taken = sa.update(orders).where(row).values(values).returning(orders.c.attempts)
    return tx.scalars(taken).one()


def due_in(tx: db.Tx, order_id: OrderId, seconds: float) -> None:
    row = orders.c.id == order_id
    tx.execute(sa.update(orders).where(row).values(next_attempt_at=times.after(seconds)))


def due(tx: db.Tx) -> Sequence[OrderId]:
    """The ids of open orders that are due, oldest first."""
    query = sa.select(orders.c.id).where(orders.c.status.in_(OPEN))
    return tx.scalars(query.where(orders.c.next_attempt_at <= times.now()).order_by("id")).all()


def count_open(tx: db.Tx) -> dict[Status, int]:
    """The number of open orders, by status."""
    query = sa.select(orders.c.status, sa.func.count()).where(orders.c.status.in_(OPEN))
    return {**dict.fromkeys(OPEN, 0), **dict(tx.execute(query.group_by("status")).all())}


def show_open() -> None:
    """Count them in the web process's /metrics: the worker that settles them serves no HTTP."""
    with db.reading() as tx:
        open_now = count_open(tx)
    for status, count in open_now.items():
        telemetry.open_orders.labels(status).set(count)
