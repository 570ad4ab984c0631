"""Images by their ids. An address has the same bytes for as long as it has any, so that caches may
keep them; once the image is replaced, it leads to the new one."""

from shop_rules import pictures
from shop_rules.errors import NotFound
from shop_rules.shapes import ProductId

from chassis import db, objects
from chassis.config import config

from . import store


def find(product_id: ProductId, image_id: str) -> db.Row | None:
    """The product's row; None if the product has another image by now.

    Raises NotFound unless the product has this image, or may have had it before.
    """
    row = _row(product_id)
    if not pictures.is_or_was(image_id, product_id, row.picture):
        raise NotFound("No such image.")
    return row if pictures.id_of(row.picture) == image_id else None


def current_url(product_id: ProductId, size: str) -> str:
    path = pictures.path(product_id, _row(product_id).picture)
    return config().url_of(f"{path}?size={size}")


def read(row: db.Row, size: str) -> tuple[bytes, str] | None:
    """(bytes, media type), or None if the product has got another image since the row was read."""
    name = f"{row.picture}.thumb" if size == "thumb" else row.picture
    content = objects.read(name)
    if content is not None:
        return content, pictures.THUMBNAIL_TYPE if size == "thumb" else row.picture_type
    if _row(row.id).picture != row.picture:  # replaced and deleted meanwhile
        return None
    raise NotFound("There is no thumbnail yet.")


def _row(product_id: ProductId) -> db.Row:
    with db.reading() as tx:
        return store.get(tx, product_id)
