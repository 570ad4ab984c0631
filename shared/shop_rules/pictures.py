"""Product pictures: what is accepted, judged without decoding a pixel.

Whether the pixels are good as well is seen by decoding them, which is for a process of its own
with limits: thumbnails.py says how, decoder.py of each stage where.
"""

from . import jpeg, png, webp
from .errors import Invalid, UnsupportedMedia

MAX_BYTES = 4 * 1024 * 1024
MAX_PIXELS = 40_000_000
THUMBNAIL_SIDE = 256
THUMBNAIL_TYPE = "image/webp"
_FORMS = {"image/png": png, "image/jpeg": jpeg, "image/webp": webp}


def check_type(content_type: str | None) -> str:
    """The media type without parameters, if the shop takes it."""
    media_type = (content_type or "").split(";")[0].strip().lower()
    if media_type not in _FORMS:
        raise UnsupportedMedia("Send image/png, image/jpeg or image/webp.")
    return media_type


def check(content: bytes, media_type: str) -> None:
    """Refuse bytes that are not one whole picture of this type, or one of over 40 megapixels.

    It takes time in proportion to the bytes, whatever they are.
    """
    try:
        width, height = _FORMS[media_type].size(content)
    except ValueError as reason:
        raise Invalid(f"The body is no {media_type} picture: {reason}.") from None
    if not width * height:
        raise Invalid("The picture has no pixels.")
    if width * height > MAX_PIXELS:
        raise Invalid(f"{width} x {height} is more than {MAX_PIXELS} pixels.")
