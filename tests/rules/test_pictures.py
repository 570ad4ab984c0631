"""What is an image, judged by its structure alone."""

import sys
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shop_rules import ids, pictures
from shop_rules.errors import Invalid, UnsupportedMedia

from .hostile import HOSTILE
from .pictures import (
    animated,
    jpeg_claiming,
    png_claiming,
    png_with,
    quarters,
    saved,
    webp_claiming,
)

FORMS = {"image/png": "PNG", "image/jpeg": "JPEG", "image/webp": "WEBP"}
CLAIMS = {"image/png": png_claiming, "image/jpeg": jpeg_claiming, "image/webp": webp_claiming}
SAMPLES = {media_type: saved(quarters(40, 20), form) for media_type, form in FORMS.items()}


def refused(content, media_type):
    with pytest.raises(Invalid) as caught:
        pictures.check(content, media_type)
    return caught.value.detail


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
def test_a_picture_that_is_cut_short_anywhere_is_refused(media_type):
    whole = SAMPLES[media_type]
    for length in range(len(whole)):
        refused(whole[:length], media_type)


@pytest.mark.parametrize("media_type", FORMS)
def test_what_follows_a_picture_is_ignored(media_type):
    """Cameras keep a second image there, or a film."""
    for more in (b"\0", b"\xff", SAMPLES[media_type], bytes(1000)):
        pictures.check(SAMPLES[media_type] + more, media_type)


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


@pytest.mark.parametrize("media_type", FORMS)
def test_an_animated_picture_is_taken(media_type):
    if media_type != "image/jpeg":
        pictures.check(animated(FORMS[media_type]), media_type)


@pytest.mark.parametrize("media_type", FORMS)
@given(st.data())
def test_however_it_is_damaged_it_is_taken_or_refused(media_type, data):
    """Bits turned over, bytes gone, bytes doubled: nothing else than a refusal comes of it."""
    content = bytearray(SAMPLES[media_type])
    for _ in range(data.draw(st.integers(1, 5))):
        at = data.draw(st.integers(0, len(content) - 1))
        content[at : at + data.draw(st.integers(0, 4))] = data.draw(st.binary(max_size=4))
    try:
        pictures.check(bytes(content), media_type)
    except Invalid:
        pass


@pytest.mark.parametrize("media_type", FORMS)
def test_each_bit_can_be_turned_over(media_type):
    for bit in range(8 * len(SAMPLES[media_type])):
        content = bytearray(SAMPLES[media_type])
        content[bit // 8] ^= 1 << bit % 8
        try:
            pictures.check(bytes(content), media_type)
        except Invalid:
            continue
        assert media_type != "image/png"  # whose every byte is under a checksum


def steps(content, media_type):
    """Lines of Python that judging it takes."""
    counted = []

    def count(_frame, event, _argument):
        counted.append(event)
        return count

    before = sys.gettrace()
    sys.settrace(count)
    try:
        pictures.check(content, media_type)
    except Invalid:
        pass
    finally:
        sys.settrace(before)
    return len(counted)


@pytest.mark.parametrize(("media_type", "made"), HOSTILE.values(), ids=HOSTILE)
def test_judging_takes_steps_in_proportion_to_the_bytes(media_type, made):
    few, many = (steps(made(size), media_type) for size in (1_000, 8_000))
    assert many < 10 * few
    assert many < 8_000 * 12


def test_a_text_that_unpacks_to_megabytes_is_no_reason_to_refuse_a_picture():
    packer = zlib.compressobj(9)
    packed = packer.compress(bytes(2**24)) + packer.flush()
    pictures.check(png_with(b"zTXt", b"Comment\0\0" + packed), "image/png")


def test_an_image_of_a_product_is_younger_than_it_and_not_younger_than_its_image_now():
    older, product, first, now, later = sorted(ids.new_id() for _ in range(5))
    name = f"pictures/{product}/{now}"
    is_there = [pictures.is_or_was(each, product, name) for each in (first, now)]
    is_not = [pictures.is_or_was(each, product, name) for each in (ids.NIL, older, product, later)]
    assert is_there == [True, True] and is_not == [False] * 4
    assert pictures.is_or_was(older, product, f"pictures/{product}/{older}")  # clocks may differ
    assert not any(pictures.is_or_was(each, product, None) for each in (ids.NIL, product, first))
