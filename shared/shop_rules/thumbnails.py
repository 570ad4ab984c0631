"""Makes the thumbnail of an image, the only code that decodes pixels.

Bytes that pass every check can still make a decoder slow, use much memory, or crash it. So each
stage runs this in a child process with limits (decoder.py), never in a server or a worker.
"""

import io
import struct

from PIL import ExifTags, Image
from PIL.ImageFile import ImageFile
from PIL.JpegImagePlugin import JpegImageFile
from PIL.PngImagePlugin import PngImageFile
from PIL.WebPImagePlugin import WebPImageFile

from . import png
from .pictures import THUMBNAIL_SIDE

_TURNS: dict[object, Image.Transpose] = {  # by EXIF orientation
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
# What Pillow raises for invalid bytes, besides OSError:
_DAMAGED = (EOFError, LookupError, SyntaxError, TypeError, ValueError, struct.error)


def thumbnail(content: bytes) -> bytes:
    """The thumbnail as WebP, its longest side at most 256 px. Raises OSError for damaged pixels."""
    try:
        small, turn = _decoded(content)
    except _DAMAGED as error:
        raise OSError(f"damaged pixels: {error}") from error
    made = io.BytesIO()
    (small if turn is None else small.transpose(turn)).save(made, "WEBP", quality=80)
    return made.getvalue()


def _decoded(content: bytes) -> tuple[Image.Image, Image.Transpose | None]:
    """(the image scaled down, the rotation it needs). One copy of 40 megapixels takes 160 MB."""
    picture = _opened(content)
    pixels = _first_frame(picture) if isinstance(picture, WebPImageFile) else _loaded(picture)
    turn, small = _turn(picture), _in_eight_bits(pixels)
    del picture, pixels  # free them before the next copy
    small.thumbnail((THUMBNAIL_SIDE, THUMBNAIL_SIDE))
    return small.convert("RGB") if small.mode == "RGBX" else small, turn


def _opened(content: bytes) -> ImageFile:
    if content.startswith(png.SIGNATURE):
        return PngImageFile(io.BytesIO(png.without_extras(content)))
    form = WebPImageFile if content.startswith(b"RIFF") else JpegImageFile
    return form(io.BytesIO(content))


def _loaded(picture: ImageFile) -> Image.Image:
    picture.draft("RGB", (2 * THUMBNAIL_SIDE, 2 * THUMBNAIL_SIDE))  # decodes a JPEG at reduced size
    picture.load()
    return picture


def _first_frame(picture: WebPImageFile) -> Image.Image:
    """The first frame as load() gives it, without the decoder's two extra canvases."""
    pixels = picture._get_next()[0]
    picture._decoder = None
    return Image.frombuffer(picture.rawmode, picture.size, pixels, "raw", picture.rawmode, 0, 1)


def _in_eight_bits(picture: Image.Image) -> Image.Image:
    """The image as RGB or RGBA; not copied if it already is."""
    if picture.mode.startswith("I"):  # 16-bit gray, which convert() would clip at 255
        picture = picture.point(lambda value: value * (1 / 256)).convert("L")
    mode = "RGBA" if picture.has_transparency_data else "RGB"
    return picture if picture.mode in (mode, "RGBX") else picture.convert(mode)


def _turn(picture: Image.Image) -> Image.Transpose | None:
    """The rotation that EXIF asks for, or None. Damaged EXIF is ignored."""
    try:
        return _TURNS.get(picture.getexif().get(ExifTags.Base.Orientation))
    except (OSError, *_DAMAGED):
        return None
