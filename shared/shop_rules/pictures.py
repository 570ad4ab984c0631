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
_FORMS = {"image/png": png, "image/jpeg": jpeg, "image/webp": webp}


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
