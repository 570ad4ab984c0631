import struct

import pytest

from shop_rules import webp

from .pictures import animated, quarters, saved

LOSSY = saved(quarters(16, 8), "WEBP")
LOSSLESS = saved(quarters(16, 8, "RGBA"), "WEBP", lossless=True)
EXTENDED = saved(quarters(16, 8), "WEBP", exif=b"Exif\0\0x")
FILM = animated("WEBP")


def riff(*chunks):
    body = b"WEBP" + b"".join(chunks)
    return b"RIFF" + struct.pack("<I", len(body)) + body


def chunk(name, content):
    return name + struct.pack("<I", len(content)) + content + b"\0" * (len(content) % 2)


@pytest.mark.parametrize("content", [LOSSY, LOSSLESS, EXTENDED])
def test_the_size_stands_in_the_first_chunk(content):
    assert webp.size(content) == (16, 8)


def test_a_film_is_as_large_as_its_canvas():
    assert webp.size(FILM) == (40, 20)


def test_a_frame_larger_than_its_canvas_counts_as_it_is():
    canvas = chunk(b"VP8X", bytes(10))  # of one pixel
    assert webp.size(riff(canvas, LOSSY[12:])) == (16, 8)
    assert webp.size(riff(canvas, chunk(b"ANMF", bytes(16) + LOSSY[12:]))) == (16, 8)


@pytest.mark.parametrize("content", [LOSSY, LOSSLESS, EXTENDED, FILM])
def test_a_length_that_is_not_true_is_refused(content):
    for at in (4, 16):
        for length in (2**32 - 1, len(content), len(content) - 7):
            wrong = content[:at] + struct.pack("<I", length) + content[at + 4 :]
            with pytest.raises(ValueError, match="cut short|damaged|pixels"):
                webp.size(wrong)


@pytest.mark.parametrize(
    "chunks",
    [
        [],
        [chunk(b"VP8X", bytes(10))],
        [chunk(b"VP8X", bytes(9)), LOSSY[12:]],
        [chunk(b"VP8 ", bytes(10))],
        [chunk(b"VP8 ", b"\1\0\0\x9d\x01\x2a" + bytes(4))],  # no key frame
        [chunk(b"VP8 ", b"\0\0\0\x9d\x01\x2a" + bytes(3))],
        [chunk(b"VP8L", b"\x2f\0\0\0")],
        [chunk(b"VP8L", b"\x2e" + bytes(4))],
        [chunk(b"EXIF", b""), LOSSY[12:]],
        [LOSSY[12:], b"EXIF"],
        [LOSSY[12:], b"EXIF\1\0\0\0"],
    ],
)
def test_chunks_that_make_no_picture_are_refused(chunks):
    with pytest.raises(ValueError, match="image chunk|pixels|damaged"):
        webp.size(riff(*chunks))
