"""Uploads that are refused as images, and images that can't be read."""

import sys

import pytest

from . import caches, pictures
from .forms import told
from .readings import etag_of, product_of
from .showing import address_of, show, shown, thumbnail
from .steps import LATER, a_product, accepted, eventually, refused

PNG = pictures.picture("PNG", 64, 32)


@pytest.fixture
def product(staff):
    return a_product(staff, stock=0)


def assert_no_picture(anyone, product, etag):
    assert product_of(anyone, product) == product
    assert etag_of(anyone, product) == etag
    refused(anyone.get(f"/products/{product['id']}/image"), 404)


def test_a_refused_picture_leaves_the_old_one(staff, anyone, product):
    accepted(show(staff, product, PNG), 202)
    assert shown(anyone, product) == ("image/png", PNG)
    eventually(lambda: thumbnail(anyone, product), LATER)
    before, etag = product_of(anyone, product), etag_of(anyone, product)
    refused(show(staff, product, b"not a picture"), 422)
    refused(show(staff, product, PNG, "text/plain"), 415)
    refused(show(staff, product, pictures.exactly(pictures.MAX_BYTES + 1)), 413)
    assert product_of(anyone, product) == before
    assert etag_of(anyone, product) == etag
    assert shown(anyone, product) == ("image/png", PNG)


def test_one_byte_more_is_too_large(staff, anyone, product):
    etag = etag_of(anyone, product)
    refused(show(staff, product, pictures.exactly(pictures.MAX_BYTES + 1)), 413)
    assert_no_picture(anyone, product, etag)


ENORMOUS = {
    "one pixel too many": ("image/png", pictures.png_claiming(pictures.MAX_PIXELS + 1, 1)),
    "one row too many": ("image/png", pictures.png_claiming(8000, 5001)),
    "a bomb": ("image/png", pictures.png_claiming(65_535, 65_535)),
    "the widest PNG": ("image/png", pictures.png_claiming(2**31 - 1, 1)),
    "the largest PNG": ("image/png", pictures.png_claiming(2**31 - 1, 2**31 - 1)),
    "the largest JPEG": ("image/jpeg", pictures.jpeg_claiming(65_535, 65_535)),
    "a JPEG too large": ("image/jpeg", pictures.jpeg_claiming(8000, 5001)),
    "the largest WebP": ("image/webp", pictures.webp_claiming(16_383, 16_383)),
}


@pytest.mark.parametrize("media_type, content", ENORMOUS.values(), ids=ENORMOUS)
def test_more_than_40_megapixels_are_refused_by_the_header(
    staff, anyone, product, media_type, content
):
    etag = etag_of(anyone, product)
    refused(show(staff, product, content, media_type), 422, "")
    assert_no_picture(anyone, product, etag)


NO_PICTURES = {
    "nothing": ("image/png", b""),
    "text": ("image/png", b"This is not a picture."),
    "half a header": ("image/png", PNG[:20]),
    "only a signature": ("image/png", PNG[:8]),
    "a PNG called JPEG": ("image/jpeg", PNG),
    "a JPEG called WebP": ("image/webp", pictures.picture("JPEG", 10, 10)),
    "a WebP called PNG": ("image/png", pictures.picture("WEBP", 10, 10)),
    "a GIF called PNG": ("image/png", pictures.picture("GIF", 10, 10)),
    "a page": ("image/webp", b"<html><body>RIFF</body></html>"),
}


@pytest.mark.parametrize("media_type, content", NO_PICTURES.values(), ids=NO_PICTURES)
def test_what_is_no_such_picture_is_refused(staff, anyone, product, media_type, content):
    etag = etag_of(anyone, product)
    refused(show(staff, product, content, media_type), 422, "")
    assert_no_picture(anyone, product, etag)


def cut(form, length):
    return f"image/{form.lower()}", pictures.picture(form, 64, 32)[:length]


DAMAGED = {
    "half a PNG": cut("PNG", 100),
    "half a JPEG": cut("JPEG", 500),
    "half a WebP": cut("WEBP", 60),
    "a PNG without its last byte": cut("PNG", -1),
    "a PNG without its last chunk": cut("PNG", -12),
    "a JPEG without its end marker": cut("JPEG", -2),
    "a WebP without its last byte": cut("WEBP", -1),
    "a PNG with a wrong checksum": ("image/png", PNG[:-1] + b"x"),
    "a PNG without its pixels": ("image/png", pictures.png_claiming(40, 20)),
    "a JPEG of 101 scans": ("image/jpeg", pictures.of_scans(101)),
    "a JPEG of 2,000 scans": ("image/jpeg", pictures.of_scans(2_000)),
}


@pytest.mark.parametrize("media_type, content", DAMAGED.values(), ids=DAMAGED)
def test_a_damaged_picture_is_refused(staff, anyone, product, media_type, content):
    etag = etag_of(anyone, product)
    refused(show(staff, product, content, media_type), 422, "")
    assert_no_picture(anyone, product, etag)


@pytest.mark.skipif(sys.platform == "darwin", reason="macOS does not limit a process's memory")
def test_a_picture_that_takes_too_much_memory_to_decode_is_refused(staff, anyone, product):
    etag = etag_of(anyone, product)
    refused(show(staff, product, pictures.of_one_row()), 422, "")
    assert_no_picture(anyone, product, etag)


@pytest.mark.parametrize(
    "media_type",
    ["image/gif", "image/svg+xml", "image/*", "application/json", "text/html", "png", None],
)
def test_another_type_is_refused(staff, anyone, product, media_type):
    etag = etag_of(anyone, product)
    refused(show(staff, product, PNG, media_type), 415)
    assert_no_picture(anyone, product, etag)


@pytest.mark.parametrize("size", ["", "small", "FULL", "256"])
def test_another_size_is_refused(staff, anyone, product, size):
    accepted(show(staff, product, PNG), 202)
    assert shown(anyone, product) == ("image/png", PNG)
    refused(anyone.get(f"/products/{product['id']}/image", params={"size": size}), 422, "")


@pytest.mark.parametrize("size", ["full", "thumb"])
def test_there_is_no_picture_until_one_is_sent(anyone, product, size):
    refused(anyone.get(f"/products/{product['id']}/image", params={"size": size}), 404)


def test_an_archived_product_has_no_picture_any_more(staff, anyone, product):
    old, new = (address_of(accepted(show(staff, product, PNG), 202)) for _ in range(2))
    assert shown(anyone, product) == ("image/png", PNG)
    accepted(staff.delete(f"/products/{product['id']}"), 204)
    for path in (f"/products/{product['id']}/image", old, new):
        for size in ("full", "thumb"):
            answer = anyone.get(path, params={"size": size})
            refused(answer, 404)
            assert not caches.may_store(answer), told(answer)
    refused(show(staff, product, PNG), 404)


def test_no_image_is_at_an_address_that_no_upload_had(staff, anyone, product):
    path = address_of(accepted(show(staff, product, PNG), 202))
    folder, _, image_id = path.rpartition("/")
    without = a_product(staff, stock=0)
    of_another = path.replace(product["id"], without["id"])
    for no_image in (f"{folder}/f{image_id[1:]}", f"{folder}/{product['id']}", of_another):
        for asked in ({}, {"If-None-Match": "*"}):
            answer = anyone.get(no_image, headers=asked)
            refused(answer, 404)
            assert not caches.may_store(answer), told(answer)


def test_nobody_asks_the_type_of_a_picture_of_no_product(staff):
    unknown = {"id": "01890a5d-ac96-774b-bcce-b302099a8057"}
    refused(show(staff, unknown, b"", "text/plain"), 404)
