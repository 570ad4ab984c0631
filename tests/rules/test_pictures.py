import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from shop_rules import pictures
from shop_rules.errors import Invalid, UnsupportedMedia

from .pictures import (
    animated,
    colours,
    jpeg_claiming,
    opened,
    png_claiming,
    png_with,
    quarters,
    saved,
    turned,
    webp_claiming,
)

FORMS = {"image/png": "PNG", "image/jpeg": "JPEG", "image/webp": "WEBP"}
CLAIMS = {"image/png": png_claiming, "image/jpeg": jpeg_claiming, "image/webp": webp_claiming}
SAMPLES = {media_type: saved(quarters(40, 20), form) for media_type, form in FORMS.items()}


def refused(content, media_type):
    with pytest.raises(Invalid) as caught:
        pictures.check(content, media_type)
    return caught.value.detail


def thumbnail(content):
    """Checked as every picture is before one is made of it."""
    pictures.check(content, next(kind for kind in FORMS if FORMS[kind] == opened(content).format))
    made = opened(pictures.thumbnail(content))
    assert made.format == "WEBP"
    assert max(made.size) <= 256
    return made


@pytest.mark.parametrize("sent", ["image/png", "Image/PNG", "image/png; q=1", " image/png "])
def test_a_picture_type_is_taken_with_or_without_parameters(sent):
    assert pictures.check_type(sent) == "image/png"


@pytest.mark.parametrize(
    "sent", [None, "", "image", "image/", "image/gif", "image/svg+xml", "image/*", "text/html"]
)
def test_another_type_is_refused(sent):
    with pytest.raises(UnsupportedMedia):
        pictures.check_type(sent)


@pytest.mark.parametrize("media_type", FORMS)
def test_a_picture_is_taken(media_type):
    pictures.check(SAMPLES[media_type], media_type)


@pytest.mark.parametrize("sent", FORMS)
@pytest.mark.parametrize("said", FORMS)
def test_a_picture_must_be_what_its_type_says(sent, said):
    if sent != said:
        assert said in refused(SAMPLES[sent], said)


@pytest.mark.parametrize("media_type", FORMS)
def test_another_kind_of_picture_is_refused_whatever_it_says(media_type):
    for form in ("GIF", "BMP", "TIFF", "ICO", "PPM"):
        refused(saved(quarters(40, 20), form), media_type)


@pytest.mark.parametrize("media_type", FORMS)
@given(content=st.binary())
def test_any_other_bytes_are_refused(media_type, content):
    refused(content, media_type)


@pytest.mark.parametrize("media_type", FORMS)
def test_the_beginning_of_a_picture_is_refused_or_has_no_thumbnail(media_type):
    whole = SAMPLES[media_type]
    for length in range(len(whole) * 3 // 4):  # the last bytes are little more than checksums
        part = whole[:length]
        try:
            pictures.check(part, media_type)
        except Invalid:
            continue
        with pytest.raises(OSError):
            pictures.thumbnail(part)


@pytest.mark.parametrize(("width", "height"), [(10_000, 4_000), (4_000, 10_000), (6_324, 6_324)])
@pytest.mark.parametrize("media_type", FORMS)
def test_forty_megapixels_are_taken_on_the_headers_word(media_type, width, height):
    pictures.check(CLAIMS[media_type](width, height), media_type)


@pytest.mark.parametrize(("width", "height"), [(10_001, 4_000), (4_000, 10_001), (16_383, 16_383)])
@pytest.mark.parametrize("media_type", FORMS)
def test_more_than_forty_megapixels_are_refused(media_type, width, height):
    assert f"{width} x {height}" in refused(CLAIMS[media_type](width, height), media_type)


def test_a_picture_may_have_four_mebibytes_and_a_thumbnail_256_pixels():
    assert (pictures.MAX_BYTES, pictures.THUMBNAIL_SIDE) == (4_194_304, 256)
    assert pictures.THUMBNAIL_TYPE == "image/webp"


def test_one_pixel_more_than_forty_million_is_too_many():
    pictures.check(png_claiming(40_000_000, 1), "image/png")
    refused(png_claiming(40_000_001, 1), "image/png")


@pytest.mark.parametrize("size", [2**31 - 1, 2**32 - 1])
def test_a_header_that_claims_to_be_enormous_is_refused(size):
    refused(png_claiming(size, size), "image/png")
    refused(png_claiming(1, size), "image/png")


@pytest.mark.parametrize("media_type", ["image/png", "image/jpeg"])
def test_a_picture_without_pixels_is_refused(media_type):
    for width, height in [(0, 0), (0, 10), (10, 0)]:
        refused(CLAIMS[media_type](width, height), media_type)


def test_a_text_that_unpacks_to_a_gigabyte_is_refused():
    packer = zlib.compressobj(9)
    packed = packer.compress(bytes(2**24)) + packer.flush()
    refused(png_with(b"zTXt", b"Comment\0\0" + packed), "image/png")


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


@pytest.mark.parametrize("form", ["PNG", "JPEG", "WEBP"])
def test_damaged_pixels_make_no_thumbnail(form):
    content = saved(Image.effect_noise((200, 200), 90).convert("RGB"), form, lossless=True)
    half = len(content) // 2
    rest = b"\xff" * (len(content) - half) if form == "WEBP" else b""
    with pytest.raises(OSError):
        thumbnail(content[:half] + rest)


def test_a_picture_that_only_claims_its_size_makes_no_thumbnail():
    with pytest.raises(OSError):
        pictures.thumbnail(png_claiming(100, 100))
