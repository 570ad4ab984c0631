"""The event handlers of notifications: each event takes effect once, even if it is redelivered."""

from chassis import db, inbox
from chassis.shapes import OrderEvent, PersonEvent

from . import store


# --8<-- [start:on_order_event]
def on_order_event(event_id: str, event: OrderEvent) -> None:
    with db.transaction("notify") as tx:
        if inbox.is_new(tx, event_id):
            store.add(tx, event["user_id"], event["order_id"], event["kind"], event["text"])


# --8<-- [end:on_order_event]
def on_people_event(event_id: str, event: PersonEvent) -> None:
    with db.transaction("forget_notifications") as tx:
        if inbox.is_new(tx, event_id) and event["kind"] == "closed":
            store.forget(tx, event["user_id"])
