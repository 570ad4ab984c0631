"""Work after the response: thumbnails, imports, uploads of events, and events from the stream of
inventory's table."""

import json
from urllib.parse import unquote_plus

from shop_rules import pictures
from shop_rules.errors import Invalid
from shop_rules.shapes import ProductId

from .. import db, decoder, events, objects, telemetry
from . import clickstream, importing, peers, store


# --8<-- [start:thumbnail]
def make_thumbnails(message: events.Message) -> None:
    """message: S3's notification of new objects; its first, a test event, has no records."""
    for record in message.get("Records", []):
        make_thumbnail(unquote_plus(record["s3"]["object"]["key"]))


def make_thumbnail(picture: str) -> None:
    """Make the thumbnail. An image that can't be decoded gets none. Idempotent; may run late."""
    content = objects.read(picture)
    if content is None:
        return
    try:
        thumbnail = decoder.thumbnail(content)
    except Invalid as error:
        telemetry.write("no thumbnail", picture=picture, error=str(error))
    else:
        objects.save(store.thumbnail_of(picture), thumbnail, pictures.THUMBNAIL_TYPE)
    _drop_replaced(picture)


# --8<-- [end:thumbnail]
# --8<-- [start:imports]
def import_some(message: events.Message) -> None:
    """message: S3's notification of a new file, or divide's of a chunk. Both may come twice."""
    for record in message.get("Records", []):
        importing.divide(unquote_plus(record["s3"]["object"]["key"]).rpartition("/")[2])
    if "import_id" in message:
        importing.apply(message["import_id"], message["chunk"])


# --8<-- [end:imports]
def count_clicks(message: events.Message) -> None:
    """Count the uploads that have arrived in the bucket. message: as for thumbnails."""
    for record in message.get("Records", []):
        content = objects.read_clicks(unquote_plus(record["s3"]["object"]["key"]))
        if content is not None:  # else it has expired
            clickstream.count(json.loads(content))


# --8<-- [start:events]
def note_stock(item_key: db.Item) -> None:
    """Copy the stock into the product, for the lists. item_key: of the item that has changed."""
    product_id, stock = item_key["product_id"], peers.stock(item_key)
    if stock is None:
        return
    try:
        with db.transaction("note_stock") as tx:
            store.set_stock(tx, product_id, **stock)
    except db.Lost:  # a newer version is stored already
        return


# --8<-- [end:events]
def _drop_replaced(picture: str) -> None:
    """Delete the images older than the product's; newer ones may be uploads in progress."""
    product_id = ProductId(picture.split("/")[1])
    row = store.by_ids([product_id]).get(product_id)
    for name in objects.names(f"pictures/{product_id}/"):
        if row and name < row.get("picture", ""):
            objects.delete(name)
            objects.delete(store.thumbnail_of(name))
