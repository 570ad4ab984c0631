"""Work after the response. The table's stream is the outbox: it delivers every committed change
and nothing else. Events may be late or duplicates, so the table is read again.
"""

from shop_rules import orders as rules
from shop_rules.errors import Unavailable
from shop_rules.shapes import OrderId

from .. import db, queues, telemetry
from . import store, usecases, waiting

LEASE_SECONDS = 55  # longer than the function that settles may take
OVERDUE_SECONDS = 10  # after which the sweep considers a message lost


# --8<-- [start:relay]
def relay(order_id: OrderId) -> None:
    """Send a message for an order in the stream, unless a function works on it already."""
    row = store.find(order_id)
    if row and row["status"] in rules.OPEN and row["attempts"] == 0:
        telemetry.begin(row["traceparent"])  # a stream has no trace id: the order keeps it
        queues.settle_order(order_id)


# --8<-- [end:relay]
# --8<-- [start:settle]
def settle(order_id: OrderId) -> None:
    """Handle one message. If this fails, the queue redelivers it; a waiting order sends another."""
    row = waiting.lease(order_id, LEASE_SECONDS)
    if row is not None:
        _settle(row)


# --8<-- [end:settle]
# --8<-- [start:sweep]
def sweep() -> None:
    """Resend the messages of overdue orders: a misconfiguration or a bug may lose messages."""
    for order_id in waiting.due(OVERDUE_SECONDS):
        queues.settle_order(order_id)


# --8<-- [end:sweep]
def _settle(row: db.Item) -> None:
    try:
        done = usecases.settle(row["id"])
    except Unavailable as error:
        telemetry.write("settling waits", level=30, order_id=row["id"], error=error.detail)
        done = False
    if not done:
        _put_off(row["id"], row["attempts"])


def _put_off(order_id: OrderId, attempts: int) -> None:
    if attempts >= rules.ALARM_AFTER:
        telemetry.write("order still open", level=30, order_id=order_id, attempts=attempts)
    seconds = rules.wait_after(attempts)
    waiting.due_in(order_id, seconds)
    queues.settle_order(order_id, seconds + 1)
