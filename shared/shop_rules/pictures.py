"""Product pictures: what is accepted, judged without decoding a pixel, and the thumbnail."""

import io
import struct
import warnings

from PIL import ExifTags, Image

from .errors import Invalid, UnsupportedMedia

MAX_BYTES = 4 * 1024 * 1024
MAX_PIXELS = 40_000_000
THUMBNAIL_SIDE = 256
THUMBNAIL_TYPE = "image/webp"
_FORMATS = {"image/png": "PNG", "image/jpeg": "JPEG", "image/webp": "WEBP"}
_TURNS = {  # by the orientation that EXIF gives
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
# What Pillow raises for bytes that are wrong, beside OSError:
_DAMAGED = (EOFError, LookupError, SyntaxError, TypeError, ValueError, struct.error)
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
    except (OSError, *_DAMAGED):
        raise Invalid(f"The body is no {media_type} picture.") from None
    if width * height > MAX_PIXELS:
        raise Invalid(f"{width} x {height} is more than {MAX_PIXELS} pixels.")


def thumbnail(content):
    """WebP bytes, the longest side at most 256 px; raises OSError if the pixels are damaged."""
    try:
        with _opened(content, list(_FORMATS.values())) as picture:
            picture.draft("RGB", (2 * THUMBNAIL_SIDE, 2 * THUMBNAIL_SIDE))
            picture.load()
            small = _in_eight_bits(picture)
            small.thumbnail((THUMBNAIL_SIDE, THUMBNAIL_SIDE))
            turn = _turn(picture)
    except _DAMAGED as error:
        raise OSError(f"damaged pixels: {error}") from error
    made = io.BytesIO()
    (small if turn is None else small.transpose(turn)).save(made, "WEBP", quality=80)
    return made.getvalue()


def _in_eight_bits(picture):
    """As RGB or RGBA, without a copy where it is that already: 40 megapixels are 160 MB."""
    if picture.mode.startswith("I"):  # 16 bits of grey, which convert() would cut off at 255
        picture = picture.point(lambda value: value * (1 / 256)).convert("L")
    mode = "RGBA" if picture.has_transparency_data else "RGB"
    return picture if picture.mode == mode else picture.convert(mode)


def _turn(picture):
    """What its EXIF says must be done to see it upright, or None. Damaged EXIF says nothing."""
    try:
        return _TURNS.get(picture.getexif().get(ExifTags.Base.Orientation))
    except (OSError, *_DAMAGED):
        return None


def _opened(content, formats):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return Image.open(io.BytesIO(content), formats=formats)
