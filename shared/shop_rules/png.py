"""Checks the structure of a PNG (ISO/IEC 15948) without decoding a pixel.

A PNG is a signature and a list of chunks, each with its length and a checksum, from IHDR to IEND.
Bytes after IEND are ignored, as decoders do.
"""

import zlib
from collections.abc import Iterator

SIGNATURE = b"\x89PNG\r\n\x1a\n"
LONGEST_CHUNK = 2**31 - 1
# Chunks with the pixels and the orientation. The others hold texts, profiles and animation frames.
NEEDED = (b"IHDR", b"PLTE", b"tRNS", b"eXIf", b"IDAT", b"IEND")


def size(content: bytes) -> tuple[int, int]:
    """(width, height). Raises ValueError if it is damaged or truncated."""
    names: set[bytes] = set()
    for name, start, end in _chunks(content):
        if not names and (name != b"IHDR" or end - start != 13):
            raise ValueError("it does not begin with a header chunk")
        if name == b"IHDR" and names:
            raise ValueError("it has two header chunks")
        names.add(name)
    if b"IDAT" not in names:
        raise ValueError("it has no pixels")
    header = len(SIGNATURE) + 8
    width, height = content[header : header + 4], content[header + 4 : header + 8]
    return int.from_bytes(width), int.from_bytes(height)


def without_extras(content: bytes) -> bytes:
    """The PNG of the same pixels without its texts, profiles and later frames.

    Decoders unpack those too, and reject a valid image if a text in it is too long for them.
    """
    kept = [content[at - 8 : end + 4] for name, at, end in _chunks(content) if name in NEEDED]
    return SIGNATURE + b"".join(kept)


def _chunks(content: bytes) -> Iterator[tuple[bytes, int, int]]:
    """(name, start of its data, end of its data) of each chunk up to and including IEND."""
    if content[: len(SIGNATURE)] != SIGNATURE:
        raise ValueError("it does not begin with the signature")
    bytes_of, at, name = memoryview(content), len(SIGNATURE), b""
    while name != b"IEND":
        length, name = int.from_bytes(content[at : at + 4]), content[at + 4 : at + 8]
        start, end = at + 8, at + 8 + length
        at = end + 4
        if at > len(content):
            raise ValueError("it is cut short")
        if length > LONGEST_CHUNK or not name.isalpha():
            raise ValueError("a chunk is damaged")
        if zlib.crc32(bytes_of[start - 4 : end]) != int.from_bytes(content[end:at]):
            raise ValueError("the checksum of a chunk is wrong")
        yield name, start, end
