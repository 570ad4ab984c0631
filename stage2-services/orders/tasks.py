"""Work after the response, by Celery. The sweep picks up what was left open: by a message that
Valkey lost, by a worker that died, or by a service that was down."""

from celery import Celery

from shop_rules import orders as rules
from shop_rules.errors import Unavailable
from shop_rules.shapes import OrderId

from chassis import db, outbox, telemetry
from chassis.shapes import PersonEvent

from . import store, usecases, waiting

queue = Celery("orders", config_source="chassis.queue_settings", set_as_current=False)


# --8<-- [start:settle]
@queue.task(name="orders.settle")
def settle(order_id: OrderId, traceparent: str | None = None) -> None:
    telemetry.begin(traceparent)
    with db.transaction("lease_order") as tx:
        attempts = waiting.take_up(tx, order_id, usecases.LEASE_SECONDS)
    _settle(order_id, attempts)


# --8<-- [end:settle]
# --8<-- [start:sweep]
def sweep() -> None:
    """One pass over the open orders that are due."""
    with db.reading() as tx:
        due = waiting.due(tx)
    for order_id in due:
        _send_if_due(order_id)


# --8<-- [end:sweep]
def send(name: str, arguments: dict[str, object]) -> None:
    """Send a task; the outbox's relay calls this."""
    queue.send_task(name, kwargs=arguments)


def on_people_event(event_id: str, event: PersonEvent) -> None:
    if event["kind"] == "closed":
        with db.transaction("forget_addresses") as tx:
            store.forget_addresses(tx, event["user_id"])


def _send_if_due(order_id: OrderId) -> None:
    with db.transaction("send_again") as tx:
        if waiting.lease(tx, order_id, usecases.LEASE_SECONDS):
            outbox.add_task(tx, "orders.settle", order_id=order_id)


def _settle(order_id: OrderId, attempts: int) -> None:
    try:
        done = usecases.settle(order_id)
    except Unavailable as error:
        telemetry.write("settling waits", level=30, order_id=order_id, error=error.detail)
        done = False
    if done:
        return
    if attempts >= rules.ALARM_AFTER:
        telemetry.write("order still open", level=30, order_id=order_id, attempts=attempts)
    with db.transaction("put_off") as tx:
        waiting.due_in(tx, order_id, rules.wait_after(attempts))
