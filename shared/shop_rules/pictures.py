"""Which product images are accepted, checked without decoding a pixel.

Only decoding shows whether the pixels are valid too. That runs in a separate process with limits:
thumbnails.py decodes, and each stage's decoder.py starts the process.
"""

from . import jpeg, png, webp
from .errors import Invalid, UnsupportedMedia

MAX_BYTES = 4 * 1024 * 1024
MAX_PIXELS = 40_000_000
THUMBNAIL_SIDE = 256
THUMBNAIL_TYPE = "image/webp"
SIZES = ("full", "thumb")
_FORMS = {"image/png": png, "image/jpeg": jpeg, "image/webp": webp}
MEDIA_TYPES = tuple(_FORMS)


def check_type(content_type: str | None) -> str:
    """The media type without parameters. Raises UnsupportedMedia if the shop does not accept it."""
    media_type = (content_type or "").split(";")[0].strip().lower()
    if media_type not in _FORMS:
        raise UnsupportedMedia("Send image/png, image/jpeg or image/webp.")
    return media_type


def check(content: bytes, media_type: str) -> None:
    """Refuse bytes that are not one complete image of this type, and images over 40 megapixels.

    Takes time linear in the number of bytes, whatever they are.
    """
    try:
        width, height = _FORMS[media_type].size(content)
    except ValueError as reason:
        raise Invalid(f"The body is no {media_type} picture: {reason}.") from None
    if not width * height:
        raise Invalid("The image has no pixels.")
    if width * height > MAX_PIXELS:
        raise Invalid(f"{width} x {height} is more than {MAX_PIXELS} pixels.")


# --8<-- [start:addresses]
def path(product_id: str, picture: str | None) -> str:
    """Where clients find an image, below the base URL. picture: its name in the image store."""
    return f"/products/{product_id}/images/{id_of(picture)}"


def id_of(picture: str | None) -> str:
    """The id of an upload, in which its name ends: pictures/{product}/{id}. "" without one."""
    return (picture or "").rpartition("/")[2]


def is_or_was(image_id: str, product_id: str, picture: str | None) -> bool:
    """True for the product's image, and for an id that an image before it may have had.

    Ids contain the time: those images are younger than the product, and older than its image now.
    """
    current = id_of(picture)
    return image_id == current or product_id < image_id < current


# --8<-- [end:addresses]
