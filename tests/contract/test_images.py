"""A product's image: served as it was uploaded, and as a thumbnail."""

from functools import partial
from urllib.parse import urljoin

import pytest

from . import pictures
from .forms import check_headers, told
from .readings import etag_of, product_of, soon_equal
from .showing import fetch, show, shown, thumbnail
from .steps import LATER, LISTED, a_product, accepted, at_once, eventually, listed, refused
from .version import money

PNG = pictures.picture("PNG", 64, 32)
FORMS = {"image/png": "PNG", "image/jpeg": "JPEG", "image/webp": "WEBP"}


@pytest.fixture
def product(staff):
    return a_product(staff, stock=0)


@pytest.mark.parametrize("media_type", FORMS)
def test_a_picture_is_shown_as_it_was_sent(staff, anyone, product, media_type):
    content = pictures.picture(FORMS[media_type], 300, 200)
    answered = accepted(show(staff, product, content, media_type), 202)
    new = {"image_url": answered["image_url"], "updated_at": answered["updated_at"]}
    assert answered == {**product, **new}
    assert answered["updated_at"] >= product["updated_at"]
    assert product_of(anyone, product) == answered
    assert shown(anyone, product) == (media_type, content)
    where = urljoin(f"{anyone.shop.url}/", answered["image_url"])
    assert fetch(where) == (media_type, content)


def test_the_full_size_is_shown_unless_asked_otherwise(staff, anyone, product):
    accepted(show(staff, product, PNG), 202)
    assert fetch(f"{anyone.shop.url}/products/{product['id']}/image") == ("image/png", PNG)


def test_a_picture_carries_the_shops_headers(staff, anyone, product):
    accepted(show(staff, product, PNG), 202)
    path = f"/products/{product['id']}/image"
    for answer in (anyone.get(path), anyone.head(path)):
        assert answer.status_code in (200, 302), told(answer)
        check_headers(answer)
    assert answer.content == b""


def test_the_list_tells_where_the_picture_is(staff, anyone, product):
    now = accepted(show(staff, product, PNG), 202)
    on_the_list = [{**now, "available": 0}]
    soon_equal(lambda: list(listed(anyone, "/products", q=product["name"])), on_the_list, LISTED)


def test_a_picture_changes_the_etag(staff, anyone, product):
    old = etag_of(anyone, product)
    now = accepted(show(staff, product, PNG), 202)
    assert etag_of(anyone, product) != old
    body = {"name": "Mug", "category": "kitchen", "price": money(1)}
    path = f"/products/{product['id']}"
    refused(staff.put(path, body, headers={"If-Match": old}), 412)
    assert accepted(anyone.get(path, headers={"If-None-Match": old})) == now


def test_a_change_of_the_product_keeps_its_picture(staff, anyone, product):
    accepted(show(staff, product, PNG), 202)
    assert shown(anyone, product) == ("image/png", PNG)
    body = {"name": "Mug", "category": "kitchen", "price": money(1)}
    accepted(staff.put(f"/products/{product['id']}", body, headers={"If-Match": "*"}))
    assert product_of(anyone, product)["image_url"]
    assert shown(anyone, product) == ("image/png", PNG)


@pytest.mark.parametrize(
    "width, height, size",
    [
        (1000, 500, (256, 128)),
        (500, 1000, (128, 256)),
        (257, 257, (256, 256)),
        (1200, 12, (256, 3)),
    ],
)
@pytest.mark.parametrize("media_type", FORMS)
def test_a_thumbnail_is_at_most_256_pixels_wide_and_high(
    staff, anyone, product, media_type, width, height, size
):
    content = pictures.picture(FORMS[media_type], width, height)
    accepted(show(staff, product, content, media_type), 202)
    image = eventually(lambda: thumbnail(anyone, product), LATER)
    assert max(image.size) <= 256
    assert abs(image.width - size[0]) <= 1 and abs(image.height - size[1]) <= 1, image.size


def test_a_small_picture_keeps_its_shape(staff, anyone, product):
    accepted(show(staff, product, pictures.picture("PNG", 40, 20)), 202)
    image = eventually(lambda: thumbnail(anyone, product), LATER)
    assert max(image.size) <= 256
    assert abs(image.width - 2 * image.height) <= 1, image.size


def test_a_thumbnail_shows_the_same_picture(staff, anyone, product):
    accepted(show(staff, product, pictures.picture("PNG", 800, 400)), 202)
    image = eventually(lambda: thumbnail(anyone, product), LATER)
    height = image.height // 2
    red, _, blue = image.getpixel((image.width // 8, height))
    assert red > 200 and blue < 60
    red, _, blue = image.getpixel((image.width * 7 // 8, height))
    assert red < 60 and blue > 200


def test_damaged_pictures_keep_no_other_from_its_thumbnail(staff, anyone):
    """Whether they are refused or not, images that arrive at the same time get their thumbnails."""
    goods = [a_product(staff, stock=0) for _ in range(8)]
    sound = pictures.picture("PNG", 40, 20)
    contents = [pictures.png_claiming(40, 20), sound] * 4
    sending = [partial(show, staff, *one, "image/png") for one in zip(goods, contents, strict=True)]
    for answer in at_once(*sending)[1::2]:
        accepted(answer, 202)
    for product in goods[1::2]:
        eventually(lambda product=product: thumbnail(anyone, product), LATER)


def test_a_second_picture_replaces_the_first_and_its_thumbnail(staff, anyone, product):
    accepted(show(staff, product, pictures.picture("PNG", 400, 200)), 202)
    eventually(lambda: thumbnail(anyone, product), LATER)
    etag = etag_of(anyone, product)
    second = pictures.picture("JPEG", 100, 300, left="green", right="green")
    accepted(show(staff, product, second, "image/jpeg"), 202)
    assert shown(anyone, product) == ("image/jpeg", second)

    def is_green():
        image = thumbnail(anyone, product)
        red, green, blue = image.getpixel((image.width // 2, image.height // 2))
        assert green > 90 and red < 60 and blue < 60
        assert image.height > image.width

    eventually(is_green, LATER)
    assert etag_of(anyone, product) != etag


def test_a_picture_may_have_exactly_4_mebibytes(staff, anyone, product):
    content = pictures.exactly(pictures.MAX_BYTES)
    assert len(content) == 4_194_304
    accepted(show(staff, product, content), 202)
    assert shown(anyone, product) == ("image/png", content)


def test_a_picture_may_have_exactly_40_megapixels(staff, anyone, product):
    content = pictures.black_and_white(8000, 5000)
    accepted(show(staff, product, content), 202)
    assert shown(anyone, product) == ("image/png", content)
    image = eventually(lambda: thumbnail(anyone, product), LATER)
    assert image.size == (256, 160)


def test_a_small_file_may_have_40_megapixels_of_any_form(staff, anyone, product):
    """A WebP decoder needs more memory for it than a decoder of any other format."""
    accepted(show(staff, product, pictures.WEBP_OF_40_MEGAPIXELS, "image/webp"), 202)
    image = eventually(lambda: thumbnail(anyone, product), LATER)
    assert image.size == (256, 160)


@pytest.mark.parametrize("name", [b"zTXt", b"iTXt", b"iCCP"])
def test_a_long_text_in_a_picture_is_no_reason_to_refuse_it(staff, anyone, product, name):
    content = pictures.with_long_text(name)
    accepted(show(staff, product, content), 202)
    assert shown(anyone, product) == ("image/png", content)
    image = eventually(lambda: thumbnail(anyone, product), LATER)
    assert image.size == (20, 20)


def test_a_jpeg_may_have_100_scans(staff, anyone, product):
    accepted(show(staff, product, pictures.of_scans(100), "image/jpeg"), 202)
    eventually(lambda: thumbnail(anyone, product), LATER)


@pytest.mark.parametrize("media_type", FORMS)
def test_what_follows_a_picture_is_kept_with_it(staff, anyone, product, media_type):
    """Cameras store a second image or a video there."""
    content = pictures.picture(FORMS[media_type], 40, 20) + b"\xff\xd8more" * 100
    accepted(show(staff, product, content, media_type), 202)
    assert shown(anyone, product) == (media_type, content)
    eventually(lambda: thumbnail(anyone, product), LATER)
