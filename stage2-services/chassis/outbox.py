"""The transactional outbox (C. Richardson, Microservices Patterns, 3.3).

An event is a row in the same transaction as the change it reports. A relay publishes the rows at
least once, so consumers must tolerate duplicates (inbox.py). A row is unpublished if it has no
published_at, not if its id is after the last one: transactions commit in another order than they
draw their ids.
"""

import time
from collections.abc import Callable

import psycopg
import sqlalchemy as sa

from shop_rules import ids, times
from spans import messages, recording

from . import connections, db, faults, streams, telemetry
from .config import config

AT_ONCE = 100  # rows
LOOK_EVERY_SECONDS = 0.5
KEPT_SECONDS = 24 * 3600  # published rows, in case Valkey loses its data
CHANNEL = "outbox"

outbox = sa.Table(
    "outbox",
    db.metadata,
    sa.Column("id", db.Key, primary_key=True),
    sa.Column("destination", sa.Text, nullable=False),  # "stream orders", "task orders.settle"
    sa.Column("content", sa.JSON, nullable=False),
    sa.Column("traceparent", sa.Text, nullable=False),
    sa.Column("published_at", db.Key, index=True),
)
unpublished = outbox.c.published_at.is_(None)

SendTask = Callable[[str, dict[str, object]], None]  # name, arguments


def _no_worker(name: str, _arguments: dict[str, object]) -> None:
    raise LookupError(f"This service has no worker for {name}.")


def add_event(tx: db.Tx, stream: str, **content: object) -> None:
    """Publish an event on the stream when the transaction commits. content: JSON."""
    _add(tx, f"stream {stream}", content)


def add_task(tx: db.Tx, name: str, **arguments: object) -> None:
    """Queue a task for a worker when the transaction commits."""
    _add(tx, f"task {name}", arguments)


def relay(send_task: SendTask = _no_worker) -> Callable[[], None]:
    """The body of a loop: publish all unpublished rows, then wait for more."""
    listener = _Listener()

    def publish() -> None:
        _begin_anew_if_redis_is_empty()
        while _publish_some(send_task):
            pass
        listener.wait()

    return publish


def forget_old() -> None:
    with db.transaction("forget_published") as tx:
        tx.execute(sa.delete(outbox).where(outbox.c.published_at < times.after(-KEPT_SECONDS)))


# --8<-- [start:add]
def _add(tx: db.Tx, destination: str, content: dict[str, object]) -> None:
    row = {"id": ids.new_id(), "destination": destination, "content": content}
    with messages.sent("outbox", destination, content):
        traceparent = telemetry.next_traceparent()
        tx.execute(sa.insert(outbox).values(**row, traceparent=traceparent))
    tx.execute(sa.select(sa.func.pg_notify(CHANNEL, "")))  # delivered when this commits


# --8<-- [end:add]
# --8<-- [start:publish]
def _publish_some(send_task: SendTask) -> bool:
    """True if there may be more. Several relays share the rows: SKIP LOCKED."""
    with db.transaction("publish") as tx:
        query = sa.select(outbox).where(unpublished).order_by(outbox.c.id).limit(AT_ONCE)
        rows = tx.execute(query.with_for_update(skip_locked=True)).all()
        for row in [*rows] * (2 if config().deliver_twice else 1):
            _publish(row, send_task)
            faults.reach("publish:told-and-not-marked")
        published = outbox.c.id.in_([row.id for row in rows])
        tx.execute(sa.update(outbox).where(published).values(published_at=times.now()))
    return len(rows) == AT_ONCE


def _publish(row: db.Row, send_task: SendTask) -> None:
    kind, _, name = row.destination.partition(" ")
    system = "redis_streams" if kind == "stream" else "celery"
    with messages.sent(system, name, row.content, row.traceparent):
        traceparent = recording.traceparent() or row.traceparent
        if kind == "stream":
            streams.add(name, row.id, row.content, traceparent)
        else:
            send_task(name, {**row.content, "traceparent": traceparent})


# --8<-- [end:publish]
def _begin_anew_if_redis_is_empty() -> None:
    """Republish every row that still exists if Valkey is empty, because it lost its disk."""
    mark = f"outbox:{config().service}"
    if not connections.durable().exists(mark):
        with db.transaction("publish_again") as tx:
            tx.execute(sa.update(outbox).where(~unpublished).values(published_at=None))
        connections.durable().set(mark, times.now())


class _Listener:
    """Wakes up when a transaction that added a row commits (PostgreSQL's LISTEN and NOTIFY)."""

    def __init__(self) -> None:
        self._connection: psycopg.Connection | None = None

    def wait(self) -> None:
        try:
            connection = self._connection or self._opened()
            next(connection.notifies(timeout=LOOK_EVERY_SECONDS, stop_after=1), None)
        except psycopg.Error:
            self._connection = None
            time.sleep(LOOK_EVERY_SECONDS)

    def _opened(self) -> psycopg.Connection:
        url = config().database_url.replace("+psycopg", "")
        self._connection = psycopg.connect(url, autocommit=True, connect_timeout=5)
        self._connection.execute(f"LISTEN {CHANNEL}")
        return self._connection
