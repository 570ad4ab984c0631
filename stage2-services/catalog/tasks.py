"""Work after the response: thumbnails and imports by Celery, and events from other services."""

from celery import Celery

from shop_rules.clicks import Batch
from shop_rules.errors import Invalid, Unavailable
from shop_rules.shapes import Notice, ProductId

from chassis import cache, db, decoder, inbox, objects, telemetry
from chassis.shapes import OrderEvent, StockEvent

from . import clickstream, importing, peers, store

COUNTS: dict[Notice, int] = {"order_confirmed": 1, "order_cancelled": -1}

queue = Celery("catalog", config_source="chassis.queue_settings", set_as_current=False)


@queue.task(name="catalog.make_thumbnail")
def make_thumbnail(
    product_id: ProductId,
    picture: str,
    replaced: str | None = None,
    traceparent: str | None = None,
) -> None:
    """Make the thumbnail. An image that can't be decoded gets none and isn't tried again. A task
    that catch_up has sent twice runs once."""
    telemetry.begin(traceparent)
    with db.reading() as tx:
        is_wanted = store.waits_for_thumbnail(tx, product_id, picture)
    content = objects.read(picture) if is_wanted else None
    if content is not None:
        try:
            thumbnail = decoder.thumbnail(content)
        except Invalid as error:
            telemetry.write("no thumbnail", product_id=product_id, error=str(error))
        else:
            objects.save(f"{picture}.thumb", thumbnail)
    with db.transaction("thumbnail_made") as tx:
        store.thumbnail_was_tried(tx, product_id, picture)
    if replaced:
        objects.delete(replaced)
        objects.delete(f"{replaced}.thumb")


@queue.task(name="catalog.apply_chunk")
def apply_chunk(import_id: str, chunk_id: str, traceparent: str | None = None) -> None:
    """Apply some rows of an import. While another service is down, catch_up resends the task."""
    telemetry.begin(traceparent)
    try:
        importing.apply(import_id, chunk_id)
    except Unavailable as error:
        telemetry.write("import waits", level=30, chunk=chunk_id, error=error.detail)


def catch_up() -> None:
    """Resend the tasks that were lost."""
    importing.send_due()
    with db.transaction("thumbnails_again") as tx:
        for row in store.without_thumbnail(tx):
            peers.make_thumbnail_later(tx, row.id, row.picture, replaced=None)


def send(name: str, arguments: dict[str, object]) -> None:
    """Send a task; the outbox's relay calls this."""
    queue.send_task(name, kwargs=arguments)


# --8<-- [start:events]
def on_stock_event(_event_id: str, event: StockEvent) -> None:
    """Idempotent by the version of the stock: a duplicate changes nothing."""
    with db.transaction("note_stock") as tx:
        store.set_available(tx, event["product_id"], event["available"], event["version"])


def on_order_event(event_id: str, event: OrderEvent) -> None:
    sign = COUNTS.get(event["kind"], 0)
    with db.transaction("count_sold") as tx:
        if inbox.is_new(tx, event_id):
            for line in sorted(event["lines"], key=lambda line: line["product_id"]):
                store.count_sold(tx, line["product_id"], sign * line["quantity"])
    cache.something_changed()


def on_clicks(batch_id: str, batch: Batch) -> None:
    """Count an upload of events. Its id commits with the counts: a redelivery adds nothing."""
    with db.transaction("count_clicks") as tx:
        if inbox.is_new(tx, batch_id):
            clickstream.count(tx, batch)


# --8<-- [end:events]
