"""Images by their ids. An address has the same bytes for as long as it has any, so that caches may
keep them; once the image is replaced, it leads to the new one."""

from shop_rules import pictures
from shop_rules.errors import NotFound
from shop_rules.shapes import ProductId

from .. import db, files
from ..config import config
from . import store


def check(product_id: ProductId, image_id: str) -> None:
    """Raise NotFound unless the product has this image, or may have had it before."""
    if not pictures.is_or_was(image_id, product_id, _picture(product_id)):
        raise NotFound("No such image.")


def current_url(product_id: ProductId, size: str) -> str:
    path = pictures.path(product_id, _picture(product_id))
    return config().url_of(f"{path}?size={size}")


def read(product_id: ProductId, image_id: str, size: str) -> tuple[bytes, str] | None:
    """(bytes, media type), or None if the product has another image by now."""
    row = _row(product_id)
    if pictures.id_of(row.picture) != image_id:
        return None
    name = f"{row.picture}.thumb" if size == "thumb" else row.picture
    content = files.read(name)
    if content is not None:
        return content, pictures.THUMBNAIL_TYPE if size == "thumb" else row.picture_type
    if _picture(product_id) != row.picture:  # replaced and deleted meanwhile
        return None
    raise NotFound("There is no thumbnail yet.")


def _picture(product_id: ProductId) -> str | None:
    """Its name in the image store."""
    name: str | None = _row(product_id).picture
    return name


def _row(product_id: ProductId) -> db.Row:
    with db.reading() as tx:
        return store.get(tx, product_id)
