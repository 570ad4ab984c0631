"""Pictures to send: real ones, and small files that claim to be enormous."""

import io
import struct
import zlib

from PIL import Image

MAX_BYTES = 4 * 1024 * 1024
MAX_PIXELS = 40_000_000
_SIGNATURE = b"\x89PNG\r\n\x1a\n"


def picture(form, width, height, left="red", right="blue"):
    """The bytes of a picture, its left half in one colour and its right half in another."""
    image = Image.new("RGB", (width, height), left)
    image.paste(right, (width // 2, 0, width, height))
    made = io.BytesIO()
    image.save(made, form)
    return made.getvalue()


def exactly(size):
    """A PNG of so many bytes: padded with a chunk that viewers skip."""
    small = picture("PNG", 60, 30)
    at = len(_SIGNATURE) + 12 + 13  # after the header chunk
    padding = _chunk(b"prVt", bytes(size - len(small) - 12))
    return small[:at] + padding + small[at:]


def black_and_white(width, height):
    """A real PNG of any size in a few kilobytes: one bit a pixel, all the same. width: of 8s."""
    pixels = zlib.compress(bytes(width // 8 + 1) * height)
    return _png(width, height, depth=1, colour=0, pixels=pixels)


def png_claiming(width, height):
    """A PNG whose header says so and whose pixels are missing."""
    return _png(width, height, depth=8, colour=2, pixels=zlib.compress(b"\0\0\0\0"))


def png_ending_badly():
    """A PNG with all its pixels and then a colour profile without a name."""
    small = picture("PNG", 40, 20)
    at = len(small) - 12  # before the last chunk
    return small[:at] + _chunk(b"iCCP", b"") + small[at:]


def jpeg_claiming(width, height):
    small = picture("JPEG", 8, 8)
    at = small.index(b"\xff\xc0") + 5  # the frame header: marker, length, precision, then these
    return small[:at] + struct.pack(">HH", height, width) + small[at + 4 :]


def webp_claiming(width, height):
    small = picture("WEBP", 8, 8)
    at = small.index(b"\x9d\x01\x2a") + 3  # the start code of a key frame, then these
    return small[:at] + struct.pack("<HH", width, height) + small[at + 4 :]


def _png(width, height, depth, colour, pixels):
    header = struct.pack(">IIBBBBB", width, height, depth, colour, 0, 0, 0)
    chunks = [_chunk(b"IHDR", header), _chunk(b"IDAT", pixels), _chunk(b"IEND", b"")]
    return _SIGNATURE + b"".join(chunks)


def _chunk(name, content):
    checksum = struct.pack(">I", zlib.crc32(name + content))
    return struct.pack(">I", len(content)) + name + content + checksum
