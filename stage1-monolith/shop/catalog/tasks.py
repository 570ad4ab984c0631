"""Work after the commit. In one process it runs at once, before the response is sent."""

from shop_rules.errors import Invalid, Unavailable
from shop_rules.shapes import ProductId

from .. import db, decoder, files, telemetry
from . import importing, store


def after_picture(
    product_id: ProductId, picture: str, thumbnail: bytes, replaced: str | None
) -> None:
    """Save the thumbnail that the check made. replaced: the old image's name, or None.

    The product already has its new image. If the disk is full, catch_up tries again later.
    """
    try:
        if replaced:
            files.delete(replaced)
            files.delete(f"{replaced}.thumb")
        _keep(product_id, picture, thumbnail)
    except Unavailable as error:
        telemetry.write("thumbnail later", level=30, product_id=product_id, error=str(error))


def make_thumbnail(product_id: ProductId, picture: str) -> None:
    """Make the thumbnail. An image that can't be decoded gets none and isn't tried again."""
    content, thumbnail = files.read(picture), None
    if content is not None:
        try:
            thumbnail = decoder.thumbnail(content)
        except Invalid as error:
            telemetry.write("no thumbnail", product_id=product_id, error=str(error))
    _keep(product_id, picture, thumbnail)


def catch_up() -> None:
    """Make the thumbnails that a crash prevented."""
    with db.reading() as tx:
        rows = store.without_thumbnail(tx)
    for row in rows:
        make_thumbnail(row.id, row.picture)


def apply_chunks() -> None:
    """Apply what is due of all imports. A chunk that fails stays due, and stops no other."""
    for place in importing.due():
        try:
            importing.apply(*place)
        except Exception as error:
            telemetry.write_failure("import failed", error, chunk=place.chunk_id)


def _keep(product_id: ProductId, picture: str, thumbnail: bytes | None) -> None:
    if thumbnail is not None:
        files.save(f"{picture}.thumb", thumbnail)
    with db.transaction("thumbnail_made") as tx:
        store.thumbnail_was_tried(tx, product_id, picture)
