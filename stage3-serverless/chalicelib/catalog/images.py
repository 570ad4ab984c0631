"""Images by their ids. An address has the same bytes for as long as it has any, so that caches may
keep them; once the image is replaced, it leads to the new one."""

from shop_rules import pictures
from shop_rules.errors import NotFound
from shop_rules.shapes import ProductId

from .. import db, objects
from ..config import config
from . import store


def find(product_id: ProductId, image_id: str) -> db.Item | None:
    """The product's item; None if the product has another image by now.

    Raises NotFound unless the product has this image, or may have had it before.
    """
    row = store.get(product_id)
    if not pictures.is_or_was(image_id, product_id, row.get("picture")):
        raise NotFound("No such image.")
    return row if pictures.id_of(row.get("picture")) == image_id else None


def current_url(product_id: ProductId, size: str) -> str:
    path = pictures.path(product_id, store.get(product_id).get("picture"))
    return config().url_of(f"{path}?size={size}")


def read(row: db.Item, size: str) -> tuple[bytes, str] | None:
    """(bytes, media type), or None if the product has got another image since the row was read."""
    name = store.thumbnail_of(row["picture"]) if size == "thumb" else row["picture"]
    found = objects.read_typed(name)
    if found:
        return found
    if store.get(row["id"]).get("picture") != row["picture"]:  # replaced and deleted meanwhile
        return None
    raise NotFound("There is no thumbnail yet.")
