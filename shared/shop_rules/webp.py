"""Checks the structure of a WebP (RFC 9649) without decoding a pixel.

A WebP is a RIFF file: a list of chunks with their lengths. The pixels are in a chunk VP8 (lossy) or
VP8L (lossless), or in several of them inside ANMF chunks, the frames of an animation; VP8X then
holds the canvas size. Bytes after the RIFF file are ignored, as decoders do.
"""

from collections.abc import Iterator

_HEADER = 12  # RIFF, the length of what follows, WEBP
_FRAME = 16  # bytes in an ANMF chunk before the chunks of its frame


def size(content: bytes) -> tuple[int, int]:
    """(width, height), the largest of any frame. Raises ValueError if damaged or truncated."""
    if content[:4] != b"RIFF" or content[8:_HEADER] != b"WEBP":
        raise ValueError("it does not begin with the signature")
    end = 8 + _number(content, 4, 4)
    if end > len(content):
        raise ValueError("it is cut short")
    sizes: list[tuple[int, int]] = []
    pixels = 0
    for name, start, stop in _chunks(content, _HEADER, end):
        if not sizes and name not in _SIZES:
            raise ValueError("it does not begin with an image chunk")
        if name in _SIZES:
            sizes.append(_SIZES[name](content, start, stop))
            pixels += name != b"VP8X"
    if not pixels:
        raise ValueError("it has no pixels")
    return max(width for width, _ in sizes), max(height for _, height in sizes)


def _chunks(content: bytes, at: int, end: int) -> Iterator[tuple[bytes, int, int]]:
    """(name, start of its data, end of its data) of each chunk, including those inside a frame."""
    while at < end:
        name, start = content[at : at + 4], at + 8
        stop = start + _number(content, at + 4, 4)
        if start > end or stop > end:
            raise ValueError("a chunk is damaged")
        yield name, start, stop
        if name == b"ANMF":
            at = start + _FRAME  # on into the frame, whose chunks end where it ends
        else:
            at = stop + (stop - start) % 2  # a chunk of odd length is followed by a byte


def _lossy(content: bytes, start: int, stop: int) -> tuple[int, int]:
    """RFC 6386, 9.1: a frame tag whose lowest bit is 0, a start code, twice 14 bits and a scale."""
    is_key = stop - start >= 10 and not content[start] & 1
    if not is_key or content[start + 3 : start + 6] != b"\x9d\x01\x2a":
        raise ValueError("its frame header is damaged")
    return _number(content, start + 6, 2) & 0x3FFF, _number(content, start + 8, 2) & 0x3FFF


def _lossless(content: bytes, start: int, stop: int) -> tuple[int, int]:
    """A signature, then 14 bits each of width and height, less one."""
    if stop - start < 5 or content[start] != 0x2F:
        raise ValueError("its frame header is damaged")
    both = _number(content, start + 1, 4)
    return (both & 0x3FFF) + 1, (both >> 14 & 0x3FFF) + 1


def _canvas(content: bytes, start: int, stop: int) -> tuple[int, int]:
    """Four bytes of flags, then 24 bits each of width and height, less one."""
    if stop - start < 10:
        raise ValueError("its canvas is damaged")
    return _number(content, start + 4, 3) + 1, _number(content, start + 7, 3) + 1


_SIZES = {b"VP8 ": _lossy, b"VP8L": _lossless, b"VP8X": _canvas}


def _number(content: bytes, at: int, length: int) -> int:
    return int.from_bytes(content[at : at + length], "little")
