"""Product pictures: what is accepted, judged without decoding a pixel, and the thumbnail."""

import io
import warnings

from PIL import Image, ImageOps, UnidentifiedImageError

from .errors import Invalid, UnsupportedMedia

MAX_BYTES = 4 * 1024 * 1024
MAX_PIXELS = 40_000_000
THUMBNAIL_SIDE = 256
THUMBNAIL_TYPE = "image/webp"
_FORMATS = {"image/png": "PNG", "image/jpeg": "JPEG", "image/webp": "WEBP"}
Image.MAX_IMAGE_PIXELS = None  # the limit here is the shop's own, checked on the header


def check_type(content_type):
    """The media type without parameters, if the shop takes it."""
    media_type = (content_type or "").split(";")[0].strip().lower()
    if media_type not in _FORMATS:
        raise UnsupportedMedia("Send image/png, image/jpeg or image/webp.")
    return media_type


def check(content, media_type):
    """Refuse bytes that are no such picture, or one that unpacks to more than 40 megapixels."""
    try:
        with _opened(content, [_FORMATS[media_type]]) as picture:
            width, height = picture.size
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, EOFError):
        raise Invalid(f"The body is no {media_type} picture.") from None
    if width * height > MAX_PIXELS:
        raise Invalid(f"{width} x {height} is more than {MAX_PIXELS} pixels.")


def thumbnail(content):
    """WebP bytes, the longest side at most 256 px; raises OSError if the pixels are damaged."""
    with _opened(content, list(_FORMATS.values())) as picture:
        picture.draft("RGB", (2 * THUMBNAIL_SIDE, 2 * THUMBNAIL_SIDE))
        upright = ImageOps.exif_transpose(picture)
        small = upright.convert("RGBA" if upright.has_transparency_data else "RGB")
    small.thumbnail((THUMBNAIL_SIDE, THUMBNAIL_SIDE))
    made = io.BytesIO()
    small.save(made, "WEBP", quality=80)
    return made.getvalue()


def _opened(content, formats):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return Image.open(io.BytesIO(content), formats=formats)
