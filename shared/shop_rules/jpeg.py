"""Checks the structure of a JPEG (ITU T.81, annex B) without decoding a pixel.

A JPEG is a list of segments between two markers, SOI and EOI. The compressed pixels of a scan
follow its SOS segment up to the next marker. Bytes after EOI are ignored, as decoders do: cameras
store a second image or a video there.
"""

import re

MOST_SCANS = 100  # progressive encoders write some 10; each scan is a pass over all pixels
MOST_SEGMENTS = 10_000  # profiles and thumbnails of 4 MiB take some 70
_START, _END, _SCAN = 0xD8, 0xD9, 0xDA
_FRAMES = set(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}  # SOF0 to SOF15: width and height are there
_STANDALONE = {0x01, *range(0xD0, 0xD8)}
_MARKER = re.compile(rb"\xff+([^\xff])", re.DOTALL)  # any number of FF may stand before it
# In a scan, FF 00 is a pixel's FF, and RST0 to RST7 are a part of it.
_MARKER_AFTER_SCAN = re.compile(rb"\xff[^\x00\xd0-\xd7\xff]")

Size = tuple[int, int]


def size(content: bytes) -> Size:
    """(width, height). Raises ValueError if it is damaged, truncated, or has over 100 scans."""
    if content[:2] != b"\xff\xd8":
        raise ValueError("it does not begin with a start marker")
    found, scans, at = None, 0, 2
    for _ in range(MOST_SEGMENTS):
        marker, at = _marker(content, at)
        if marker == _END:
            return _complete(found, scans)
        if marker in _STANDALONE:
            continue
        start, at = at, _end_of_segment(content, marker, at)
        if marker in _FRAMES:
            found = _frame(content, start, at, found)
        elif marker == _SCAN:
            scans += 1
            at = _end_of_scan(content, at, scans)
    raise ValueError(f"it has more than {MOST_SEGMENTS} segments")


def _marker(content: bytes, at: int) -> tuple[int, int]:
    """(marker, offset of the byte after it)"""
    found = _MARKER.match(content, at)
    if found is None:
        raise ValueError("it is cut short" if at >= len(content) else "a marker is missing")
    return found[1][0], found.end()


def _end_of_segment(content: bytes, marker: int, at: int) -> int:
    length = int.from_bytes(content[at : at + 2])
    if marker == _START or marker < 0xC0 or length < 2:
        raise ValueError("a segment is damaged")
    if at + length > len(content):
        raise ValueError("it is cut short")
    return at + length


def _frame(content: bytes, start: int, end: int, found: Size | None) -> Size:
    if found or end - start < 8:
        raise ValueError("its frame header is damaged")
    height, width = (int.from_bytes(content[start + at : start + at + 2]) for at in (3, 5))
    return width, height


def _end_of_scan(content: bytes, at: int, scans: int) -> int:
    if scans > MOST_SCANS:
        raise ValueError(f"it has more than {MOST_SCANS} scans")
    end = _MARKER_AFTER_SCAN.search(content, at)
    if end is None:
        raise ValueError("it is cut short")
    return end.start()


def _complete(found: Size | None, scans: int) -> Size:
    if not found or not scans:
        raise ValueError("it has no pixels")
    return found
