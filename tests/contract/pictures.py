"""Images to upload: valid ones, and small files that claim to be enormous."""

import io
import struct
import zlib

from PIL import Image

MAX_BYTES = 4 * 1024 * 1024
MAX_PIXELS = 40_000_000
WEBP_OF_40_MEGAPIXELS = bytes.fromhex(  # 8,000 x 5,000, all of one colour
    "524946461c000000574542505650384c0f0000002f3fdfe1040710fd8ffe0722a2ff0100"
)
_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_AFTER_HEADER = len(_SIGNATURE) + 12 + 13


def picture(form: str, width: int, height: int, left: str = "red", right: str = "blue") -> bytes:
    """An image's bytes, its left half in one color and its right half in another."""
    image = Image.new("RGB", (width, height), left)
    image.paste(right, (width // 2, 0, width, height))
    made = io.BytesIO()
    image.save(made, form)
    return made.getvalue()


def exactly(size: int) -> bytes:
    """A PNG of exactly that many bytes, padded with a chunk that viewers skip."""
    small = picture("PNG", 60, 30)
    padding = _chunk(b"prVt", bytes(size - len(small) - 12))
    return small[:_AFTER_HEADER] + padding + small[_AFTER_HEADER:]


def black_and_white(width: int, height: int) -> bytes:
    """A real PNG of any size in a few kilobytes: one bit a pixel, all the same. width: of 8s."""
    pixels = zlib.compress(bytes(width // 8 + 1) * height)
    return _png(width, height, depth=1, colour=0, pixels=pixels)


def png_claiming(width: int, height: int) -> bytes:
    """A PNG whose header claims this size, without the pixels."""
    return _png(width, height, depth=8, colour=2, pixels=zlib.compress(b"\0\0\0\0"))


def jpeg_claiming(width: int, height: int) -> bytes:
    small = picture("JPEG", 8, 8)
    at = small.index(b"\xff\xc0") + 5  # the frame header: marker, length, precision, then these
    return small[:at] + struct.pack(">HH", height, width) + small[at + 4 :]


def webp_claiming(width: int, height: int) -> bytes:
    small = picture("WEBP", 8, 8)
    at = small.index(b"\x9d\x01\x2a") + 3  # the start code of a key frame, then these
    return small[:at] + struct.pack("<HH", width, height) + small[at + 4 :]


def with_long_text(name: bytes) -> bytes:
    """A valid PNG of a few kilobytes that unpacks to 3 MB of text, or of an alleged profile."""
    before = {b"iTXt": b"Comment\0\1\0\0\0"}.get(name, b"Comment\0\0")
    small = picture("PNG", 20, 20)
    text = _chunk(name, before + zlib.compress(bytes(3_000_000)))
    return small[:_AFTER_HEADER] + text + small[_AFTER_HEADER:]


def of_scans(count: int) -> bytes:
    """A progressive JPEG with this many scans, made by repeating its last one."""
    made = io.BytesIO()
    Image.new("RGB", (16, 16), "red").save(made, "JPEG", progressive=True)
    small = made.getvalue()
    last = small.rindex(b"\xff\xda")
    return small[:last] + small[last:-2] * (count - small.count(b"\xff\xda") + 1) + small[-2:]


def of_one_row() -> bytes:
    """A real PNG of 33 million pixels of 64 bits in one row. A decoder holds two rows: 528 MB."""
    width, megabyte, packer = 33_000_000, 1_000_000, zlib.compressobj(wbits=-15)
    packed = packer.compress(bytes(megabyte)) + packer.flush(zlib.Z_FULL_FLUSH)
    size = 8 * width + 1
    pixels = b"\x78\x01" + packed * (size // megabyte)
    pixels += zlib.compress(bytes(size % megabyte))[2:-4]
    checksum = struct.pack(">HH", size % 65_521, 1)  # Adler-32 of so many zeros
    return _png(width, 1, depth=16, colour=6, pixels=pixels + checksum)


def _png(width: int, height: int, depth: int, colour: int, pixels: bytes) -> bytes:
    header = struct.pack(">IIBBBBB", width, height, depth, colour, 0, 0, 0)
    chunks = [_chunk(b"IHDR", header), _chunk(b"IDAT", pixels), _chunk(b"IEND", b"")]
    return _SIGNATURE + b"".join(chunks)


def _chunk(name: bytes, content: bytes) -> bytes:
    checksum = struct.pack(">I", zlib.crc32(name + content))
    return struct.pack(">I", len(content)) + name + content + checksum
