"""However an image is damaged: it is refused, or has a thumbnail, or none, and that is all."""

import random
import struct
import zlib

import pytest

from shop_rules import pictures, thumbnails
from shop_rules.errors import Invalid

from .pictures import chunks_of, png_of, png_with, quarters, saved, turned

FORMS = {"image/png": "PNG", "image/jpeg": "JPEG", "image/webp": "WEBP"}
CHUNKS = "IHDR PLTE IDAT IEND tRNS gAMA cHRM sRGB iCCP pHYs tEXt zTXt iTXt eXIf acTL fcTL fdAT"
CHUNKS = CHUNKS.split()


@pytest.mark.parametrize("content", [b"", b"a\0", b"a\0\0", b"a\0\1x"])
@pytest.mark.parametrize("after", [b"IHDR", b"IDAT"])
def test_a_damaged_profile_is_refused_or_makes_no_thumbnail(after, content):
    assert_only_what_is_promised(png_with(b"iCCP", content, after), "image/png")


@pytest.mark.filterwarnings("ignore::UserWarning")  # Pillow's, of damaged EXIF
@pytest.mark.parametrize("name", CHUNKS)
def test_a_damaged_chunk_anywhere_in_a_png_raises_only_what_is_promised(name):
    chunks = chunks_of(saved(quarters(8, 8, "P"), "PNG"))
    for content in (b"", b"a", b"\0", b"a\0", b"a\0\0", b"a\0\1x", bytes(8), bytes(26), bytes(32)):
        for at in range(len(chunks) + 1):
            more = png_of([*chunks[:at], (name.encode(), content), *chunks[at:]])
            assert_only_what_is_promised(more, "image/png")


@pytest.mark.filterwarnings("ignore::UserWarning")  # Pillow's, of damaged EXIF
@pytest.mark.parametrize("media_type", FORMS)
def test_however_it_is_damaged_it_is_refused_or_has_a_thumbnail_or_none(media_type):
    whole = turned(6, FORMS[media_type])
    for seed in range(300):
        assert_only_what_is_promised(damaged(whole, random.Random(seed)), media_type)


def assert_only_what_is_promised(content, media_type):
    try:
        pictures.check(content, media_type)
        thumbnails.thumbnail(content)
    except (Invalid, OSError):
        pass


def damaged(content, dice):
    """Some bytes changed, doubled or gone; a PNG's checksums made right again."""
    changed = bytearray(content)
    for _ in range(dice.randint(1, 6)):
        at = dice.randrange(len(changed))
        changed[at : at + dice.choice([0, 1, 1, 4])] = dice.randbytes(dice.choice([0, 1, 1, 4]))
    return right_checksums(bytes(changed)) if content[:4] == b"\x89PNG" else bytes(changed)


def right_checksums(content):
    at, made = 8, content[:8]
    while at + 12 <= len(content):
        length = struct.unpack(">I", content[at : at + 4])[0]
        body = content[at + 4 : at + 8 + length]
        made += content[at : at + 4] + body + struct.pack(">I", zlib.crc32(body))
        at += 12 + length
    return made
