import struct
import zlib

import pytest

from shop_rules import png

from .pictures import SIGNATURE, animated, chunk, chunks_of, png_of, quarters, saved

SMALL = saved(quarters(16, 8), "PNG")
HEADER = (b"IHDR", struct.pack(">IIBBBBB", 16, 8, 8, 2, 0, 0, 0))
PIXELS, END = (b"IDAT", zlib.compress(bytes(8 * 49))), (b"IEND", b"")


def test_the_size_stands_in_the_header():
    assert png.size(SMALL) == png.size(png_of([HEADER, PIXELS, END])) == (16, 8)


@pytest.mark.parametrize(
    "chunks",
    [
        [END],
        [HEADER, END],
        [PIXELS, END],
        [PIXELS, HEADER, END],
        [HEADER, HEADER, PIXELS, END],
        [(b"IHDR", b""), PIXELS, END],
        [(b"IHDR", HEADER[1] + b"\0"), PIXELS, END],
        [HEADER, (b"ID T", b""), PIXELS, END],
        [HEADER, (b"ID\xe4T", b""), PIXELS, END],
        [HEADER, PIXELS],
    ],
)
def test_chunks_that_make_no_picture_are_refused(chunks):
    with pytest.raises(ValueError, match="header|pixels|damaged|cut short"):
        png.size(png_of(chunks))


def test_a_wrong_checksum_is_refused():
    for at in range(len(SIGNATURE) + 8, len(SMALL)):
        wrong = bytearray(SMALL)
        wrong[at] ^= 1
        with pytest.raises(ValueError, match="checksum|cut short|damaged|header"):
            png.size(bytes(wrong))


@pytest.mark.parametrize("length", [2**31, 2**32 - 1])
def test_a_chunk_of_an_impossible_length_is_refused(length):
    with pytest.raises(ValueError, match="cut short|damaged"):
        png.size(SIGNATURE + chunk(*HEADER) + struct.pack(">I", length) + b"IDAT")


def test_only_what_the_pixels_need_is_kept_for_the_decoder():
    content = saved(quarters(16, 8, "P"), "PNG", transparency=0, exif=b"Exif\0\0x", dpi=(72, 72))
    texts = [(name, b"Comment\0x") for name in (b"tEXt", b"zTXt", b"iTXt", b"iCCP")]
    first, *rest = chunks_of(content)
    kept = png.without_extras(png_of([first, *texts, *rest]) + b"more")
    assert {name for name, _ in chunks_of(kept)} == set(png.NEEDED)
    assert kept == png_of([part for part in chunks_of(content) if part[0] in png.NEEDED])


def test_of_a_film_the_first_picture_is_kept():
    names = {name for name, _ in chunks_of(png.without_extras(animated("PNG")))}
    assert names == {b"IHDR", b"IDAT", b"IEND"}
