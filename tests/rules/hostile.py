"""Images made to be slow to judge: {name: (media type, made(size in bytes))}."""

import struct

from .pictures import SIGNATURE, chunk

FRAME = b"\xff\xc0\x00\x0b\x08\x00\x10\x00\x10\x01\x01\x11\x00"
SCAN = b"\xff\xda\x00\x08\x01\x01\x00\x00\x3f\x00"
CANVAS = b"VP8X" + struct.pack("<I", 10) + bytes(10)


def jpeg_of(part, before=b"", after=b""):
    return lambda size: b"\xff\xd8" + before + part * (size // len(part)) + after


def png_of_chunks(name):
    header = chunk(b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 2, 0, 0, 0))
    return lambda size: SIGNATURE + header + chunk(name, b"") * (size // 12) + chunk(b"IEND", b"")


def webp_of(part):
    def made(size):
        body = b"WEBP" + CANVAS + part * (size // len(part))
        return b"RIFF" + struct.pack("<I", len(body)) + body

    return made


HOSTILE = {
    "a JPEG of empty segments": ("image/jpeg", jpeg_of(b"\xff\xfe\x00\x02")),
    "a JPEG of markers": ("image/jpeg", jpeg_of(b"\xff\xd0")),
    "a JPEG of fill bytes": ("image/jpeg", jpeg_of(b"\xff")),
    "a JPEG of scans": ("image/jpeg", jpeg_of(SCAN, FRAME)),
    "a JPEG of frames": ("image/jpeg", jpeg_of(FRAME)),
    "a scan of escaped bytes": ("image/jpeg", jpeg_of(b"\xff\x00", FRAME + SCAN, b"\xff\xd9")),
    "a scan of fill bytes": ("image/jpeg", jpeg_of(b"\xff", FRAME + SCAN, b"\x00")),
    "a scan of restarts": ("image/jpeg", jpeg_of(b"\xff\xd0", FRAME + SCAN, b"\xff\xd9")),
    "a JPEG of pictures": ("image/jpeg", jpeg_of(b"\xff\xd8\xff\xd9")),
    "a PNG of texts": ("image/png", png_of_chunks(b"tEXt")),
    "a PNG of pixels": ("image/png", png_of_chunks(b"IDAT")),
    "a PNG of films": ("image/png", png_of_chunks(b"fdAT")),
    "a WebP of frames": ("image/webp", webp_of(b"ANMF" + struct.pack("<I", 16) + bytes(16))),
    "a WebP of nested frames": ("image/webp", webp_of(b"ANMF" + struct.pack("<I", 0))),
    "a WebP of canvases": ("image/webp", webp_of(CANVAS)),
    "a WebP of unknown chunks": ("image/webp", webp_of(b"abcd\0\0\0\0")),
}
