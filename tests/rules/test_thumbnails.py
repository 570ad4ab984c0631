"""The thumbnail of an image, whatever form it has."""

import zlib

import pytest
from PIL import Image

from shop_rules import pictures, thumbnails

from .pictures import (
    animated,
    colours,
    opened,
    png_claiming,
    png_with,
    quarters,
    saved,
    turned,
)

FORMS = {"image/png": "PNG", "image/jpeg": "JPEG", "image/webp": "WEBP"}


def thumbnail(content):
    """Checked as every image is before one is made of it."""
    pictures.check(content, next(kind for kind in FORMS if FORMS[kind] == opened(content).format))
    return made_of(content)


def made_of(content):
    made = opened(thumbnails.thumbnail(content))
    assert made.format == "WEBP"
    assert max(made.size) <= 256
    return made


@pytest.mark.parametrize("name", [b"zTXt", b"iTXt", b"tEXt", b"iCCP"])
def test_a_text_of_a_gigabyte_is_never_unpacked(name):
    packer = zlib.compressobj(9)
    packed = packer.compress(bytes(2**24)) + packer.flush()
    content = {b"iTXt": b"Comment\0\1\0\0\0", b"tEXt": b"Comment\0"}.get(name, b"Comment\0\0")
    assert colours(made_of(png_with(name, content + packed))) == ["red", "blue", "green", "white"]


@pytest.mark.parametrize("media_type", FORMS)
def test_a_thumbnail_shows_the_same_in_small(media_type):
    made = thumbnail(saved(quarters(1200, 600), FORMS[media_type]))
    assert made.size == (256, 128)
    assert colours(made) == ["red", "blue", "green", "white"]


@pytest.mark.parametrize(
    ("size", "small"),
    [
        ((256, 256), (256, 256)),
        ((257, 257), (256, 256)),
        ((20, 10), (20, 10)),
        ((1, 1), (1, 1)),
        ((3000, 1), (256, 1)),
        ((1, 3000), (1, 256)),
    ],
)
def test_a_thumbnail_keeps_the_proportions_and_never_grows(size, small):
    assert thumbnail(saved(quarters(*size), "PNG")).size == small


@pytest.mark.parametrize(
    ("orientation", "seen"),
    [
        (1, "red blue green white"),
        (2, "blue red white green"),
        (3, "white green blue red"),
        (4, "green white red blue"),
        (5, "red green blue white"),
        (6, "green red white blue"),
        (7, "white blue green red"),
        (8, "blue white red green"),
    ],
)
@pytest.mark.parametrize("form", ["PNG", "JPEG", "WEBP"])
def test_a_picture_of_a_camera_held_another_way_is_shown_upright(form, orientation, seen):
    made = thumbnail(turned(orientation, form))
    assert colours(made) == seen.split()
    assert (made.width > made.height) == (orientation <= 4)


@pytest.mark.filterwarnings("ignore::UserWarning")  # Pillow's, of just that
@pytest.mark.parametrize(
    "exif", [b"Exif\0\0nonsense", b"Exif\0\0II*\0\xff\xff\xff\xff", b"Exif\0\0"]
)
def test_damaged_exif_is_no_reason_to_have_no_thumbnail(exif):
    for form in ("PNG", "JPEG", "WEBP"):
        made = thumbnail(saved(quarters(80, 40), form, exif=exif))
        assert colours(made) == ["red", "blue", "green", "white"]


@pytest.mark.parametrize("orientation", [0, 9, 65535])
def test_an_orientation_that_does_not_exist_turns_nothing(orientation):
    assert colours(thumbnail(turned(orientation))) == ["red", "blue", "green", "white"]


def test_a_palette_with_a_transparent_colour_stays_transparent():
    image = Image.new("P", (40, 20), 0)
    image.putpalette([0, 0, 0, 255, 0, 0])
    image.paste(1, (20, 0, 40, 20))
    made = thumbnail(saved(image, "PNG", transparency=0)).convert("RGBA")
    assert made.getpixel((5, 10))[3] == 0
    assert made.getpixel((35, 10))[3] == 255
    assert colours(made)[1] == "red"


@pytest.mark.parametrize("mode", ["RGBA", "LA"])
def test_transparency_is_kept(mode):
    clear = Image.new(mode, (40, 20), 0)
    assert thumbnail(saved(clear, "PNG")).convert("RGBA").getpixel((5, 5))[3] == 0


def test_a_picture_without_transparency_gets_none():
    assert thumbnail(saved(quarters(40, 20), "PNG")).mode == "RGB"


def test_a_picture_for_print_is_shown_in_its_colours():
    assert colours(thumbnail(saved(quarters(40, 20, "CMYK"), "JPEG"))) == [
        "red",
        "blue",
        "green",
        "white",
    ]


@pytest.mark.parametrize("mode", ["1", "L", "P"])
def test_few_colours_are_shown_as_they_are(mode):
    made = thumbnail(saved(Image.new("RGB", (40, 20), "white").convert(mode), "PNG"))
    assert colours(made) == ["white"] * 4


@pytest.mark.parametrize("mode", ["1", "P"])
def test_few_colours_are_blended_where_they_are_made_small(mode):
    stripes = Image.new("RGB", (1024, 1024), "white")
    for x in range(0, 1024, 2):
        stripes.paste("black", (x, 0, x + 1, 1024))
    made = thumbnail(saved(stripes.convert(mode, dither=Image.Dither.NONE), "PNG"))
    assert abs(made.convert("L").getpixel((100, 100)) - 128) < 10


def test_sixteen_bits_of_grey_are_shown_in_eight():
    for value, shown in [(0, 0), (32768, 128), (65535, 255)]:
        made = thumbnail(saved(Image.new("I;16", (40, 20), value), "PNG"))
        assert abs(made.convert("L").getpixel((5, 5)) - shown) <= 1


@pytest.mark.parametrize("form", ["WEBP", "PNG"])
def test_of_an_animated_picture_the_first_frame_is_shown(form):
    assert colours(thumbnail(animated(form))) == ["red"] * 4


def test_of_a_camera_that_keeps_two_pictures_the_first_is_shown():
    second = Image.new("RGB", (40, 20), "white")
    content = saved(quarters(80, 40), "MPO", save_all=True, append_images=[second])
    pictures.check(content, "image/jpeg")
    assert colours(made_of(content)) == ["red", "blue", "green", "white"]


@pytest.mark.parametrize("form", ["PNG", "JPEG", "WEBP"])
def test_damaged_pixels_make_no_thumbnail(form):
    content = saved(Image.effect_noise((200, 200), 90).convert("RGB"), form, lossless=True)
    half = len(content) // 2
    rest = b"\xff" * (len(content) - half) if form == "WEBP" else b""
    with pytest.raises(OSError):
        thumbnails.thumbnail(content[:half] + rest)


def test_a_picture_that_only_claims_its_size_makes_no_thumbnail():
    with pytest.raises(OSError):
        thumbnails.thumbnail(png_claiming(100, 100))
