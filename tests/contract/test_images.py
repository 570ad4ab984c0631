"""A product's image: served as it was uploaded, and as a thumbnail."""

import re
from functools import partial
from urllib.parse import parse_qs, urljoin, urlsplit

import pytest

from . import caches, pictures
from .forms import check_headers, told
from .readings import etag_of, product_of, soon_equal
from .showing import address_of, fetch, show, shown, thumbnail
from .steps import (
    LATER,
    LISTED,
    a_product,
    accepted,
    at_once,
    eventually,
    listed,
    located,
    refused,
)
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


@pytest.mark.parametrize("accept", [None, "image/png", "text/html, */*;q=0.8"])
def test_the_bytes_are_the_same_whatever_a_client_says_it_accepts(staff, anyone, product, accept):
    product = accepted(show(staff, product, PNG), 202)
    assert fetch(anyone.shop.url + address_of(product), accept) == ("image/png", PNG)


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


def kept_for_good(answer):
    """Its ETag."""
    check_headers(answer)
    assert answer.status_code == 200, told(answer)
    said = caches.directives(answer)
    assert said == {"public": "", "max-age": "31536000", "immutable": ""}, told(answer)
    assert caches.may_reuse(answer) == 31_536_000 and "Set-Cookie" not in answer.headers
    assert re.fullmatch(r'"[^"]+"', answer.headers["ETag"]), told(answer)
    return answer.headers["ETag"]


@pytest.mark.parametrize("reader", ["anyone", "staff"])
def test_a_shared_cache_may_keep_an_image_for_good_at_its_own_address(
    request, staff, product, reader
):
    reader, content = request.getfixturevalue(reader), pictures.picture("WEBP", 400, 200)
    path = address_of(accepted(show(staff, product, content, "image/webp"), 202))
    full = reader.get(path)
    etag = kept_for_good(full)
    assert (full.headers["Content-Type"], full.content) == ("image/webp", content)
    head = reader.head(path)
    assert (kept_for_good(head), head.content) == (etag, b"")
    thumb = eventually(lambda: kept_for_good(reader.get(f"{path}?size=thumb")), LATER)
    assert thumb != etag
    refused(reader.get(f"{path}?size=small"), 422, "")


@pytest.mark.parametrize("sent", ["{}", '"other", {}', "W/{}", "*"])
def test_a_cache_that_has_an_image_gets_no_bytes_again(staff, anyone, product, sent):
    path = address_of(accepted(show(staff, product, PNG), 202))
    whole = anyone.get(path)
    etag = kept_for_good(whole)
    answer = anyone.get(path, headers={"If-None-Match": sent.format(etag)})
    assert (answer.status_code, answer.content) == (304, b""), told(answer)
    for name in ("ETag", "Cache-Control"):  # RFC 9110, 15.4.5
        assert answer.headers[name] == whole.headers[name]
    assert anyone.get(path, headers={"If-None-Match": '"other"'}).content == PNG


def test_what_names_the_image_of_the_moment_is_not_kept(staff, anyone, product):
    accepted(show(staff, product, PNG), 202)
    for path in ("", "/image", "/image?size=thumb"):
        answer = anyone.get(f"/products/{product['id']}{path}")
        assert caches.may_reuse(answer) == 0, told(answer)


def test_the_address_changes_with_the_image_and_with_nothing_else(staff, anyone, product):
    first = accepted(show(staff, product, PNG), 202)["image_url"]
    body = {"name": "Mug", "category": "kitchen", "price": money(1)}
    path = f"/products/{product['id']}"
    assert accepted(staff.put(path, body, headers={"If-Match": "*"}))["image_url"] == first
    second = accepted(show(staff, product, PNG), 202)["image_url"]
    assert second != first and product_of(anyone, product)["image_url"] == second


@pytest.mark.parametrize("size", ["full", "thumb"])
def test_the_address_of_a_replaced_image_leads_to_the_new_one(staff, anyone, product, size):
    """A page that was read a moment before still shows an image."""
    old, new = (
        address_of(accepted(show(staff, product, each), 202), size)
        for each in (PNG, pictures.picture("PNG", 10, 20))
    )
    answer = anyone.get(old)
    assert answer.status_code == 302 and not caches.may_store(answer), told(answer)
    check_headers(answer)
    assert located(answer) == new.partition("?")[0]
    where = urlsplit(answer.headers["Location"])
    assert parse_qs(where.query) == {"size": [size]}
    eventually(lambda: kept_for_good(anyone.get(f"{located(answer)}?{where.query}")), LATER)
