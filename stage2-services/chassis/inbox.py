"""The ids of the events that this service has handled, so that a duplicate has no effect.

The id commits with the effect (the idempotent consumer of Microservices Patterns, 3.3).
"""

import sqlalchemy as sa

from shop_rules import times
from spans import recording

from . import db, outbox

KEPT_SECONDS = 2 * outbox.KEPT_SECONDS  # longer than any event can be redelivered

inbox = sa.Table(
    "inbox",
    db.metadata,
    sa.Column("event_id", db.Key, primary_key=True),
    sa.Column("at", db.Key, nullable=False, index=True),
)


# --8<-- [start:is_new]
def is_new(tx: db.Tx, event_id: str) -> bool:
    is_new = db.insert_if_absent(tx, inbox, event_id=event_id, at=times.now())
    if not is_new:
        recording.replayed()
    return is_new


# --8<-- [end:is_new]
def forget_old() -> None:
    with db.transaction("forget_handled") as tx:
        tx.execute(sa.delete(inbox).where(inbox.c.at < times.after(-KEPT_SECONDS)))
