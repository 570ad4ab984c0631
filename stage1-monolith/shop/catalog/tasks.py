"""Work after the answer is decided. In one process it is done on the spot, after the commit."""

from shop_rules import pictures

from .. import db, files, telemetry
from . import store


def after_picture(product_id, picture, replaced):
    make_thumbnail(product_id, picture)
    if replaced:
        files.delete(replaced)
        files.delete(f"{replaced}.thumb")


def make_thumbnail(product_id, picture):
    """Damaged pixels make no thumbnail, and are not tried twice."""
    content = files.read(picture)
    if content is not None:
        try:
            thumbnail = pictures.thumbnail(content)
        except OSError as error:
            telemetry.write("no thumbnail", product_id=product_id, error=str(error))
        else:
            files.save(f"{picture}.thumb", thumbnail)
    with db.transaction("thumbnail_made") as tx:
        store.thumbnail_was_tried(tx, product_id, picture)


def catch_up():
    """Make the thumbnails that a crash left out."""
    with db.reading() as tx:
        rows = store.without_thumbnail(tx)
    for row in rows:
        make_thumbnail(row.id, row.picture)
