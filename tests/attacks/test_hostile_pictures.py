"""Images that were made to cost: no upload takes more than it may, or stops anything else.

Each case is an image of at most 4 MiB that keeps a decoder busy, fills the memory, or makes a
checker take one step for each of its bytes.
"""

import io
import struct

import pytest
from PIL import Image

from tests.contract import pictures
from tests.contract.forms import told
from tests.contract.showing import show
from tests.contract.steps import (
    a_product,
    accepted,
    an_order,
    at_once,
    eventually,
    refused,
    settled,
)
from tests.rules.hostile import HOSTILE

ALMOST_ALL = pictures.MAX_BYTES - 100
SOON = 25  # seconds that a shop in trouble may take to answer another request


def saved(image, form, **more):
    made = io.BytesIO()
    image.save(made, form, **more)
    return made.getvalue()


def slow_to_decode():
    """100 passes over 40 megapixels, in less than a megabyte."""
    content = saved(Image.new("L", (8000, 5000)), "JPEG", progressive=True)
    last = content.rindex(b"\xff\xda")
    return content[:last] + content[last:-2] * (101 - content.count(b"\xff\xda")) + content[-2:]


def of_many_fields():
    """EXIF of 60,000 fields, each with the same 60,000 bytes as its value."""
    fields, length = 60_000, 60_000
    entries = b"".join(struct.pack(">HHII", n + 1, 7, length, 8) for n in range(fields))
    exif = b"Exif\0\0MM\0*" + struct.pack(">IH", 8, fields) + entries + bytes(4 + length)
    return saved(Image.new("RGB", (20, 20)), "PNG", exif=exif)


def bomb(width, height):
    return pictures.png_claiming(width, height)


def page_and_picture():
    """Is it a page or an image? Shown as what it was sent as, with nosniff."""
    return pictures.picture("PNG", 8, 8) + b"<html><script>alert(1)</script>"


REFUSED = {
    "67,000 scans": ("image/jpeg", lambda: pictures.of_scans(67_000)),
    "one row of 33 megapixels": ("image/png", pictures.of_one_row),
    "a bomb": ("image/png", lambda: bomb(65_535, 65_535)),
    "half of it": ("image/jpeg", lambda: pictures.picture("JPEG", 800, 600)[:4_000]),
    **{name: (kind, lambda made=made: made(ALMOST_ALL)) for name, (kind, made) in HOSTILE.items()},
}
del REFUSED["a scan of escaped bytes"], REFUSED["a scan of restarts"]  # which are whole images
ANSWERED = {
    "slow to decode": ("image/jpeg", slow_to_decode),
    "EXIF of many fields": ("image/png", of_many_fields),
    "a scan of escaped bytes": ("image/jpeg", lambda: HOSTILE["a scan of escaped bytes"][1](10**6)),
    "text of 16 MB": ("image/png", lambda: pictures.with_long_text(b"zTXt")),
    "a page": ("image/png", page_and_picture),
}


@pytest.fixture
def product(staff):
    return a_product(staff, stock=0)


@pytest.mark.short
@pytest.mark.parametrize("case", ["67,000 scans", "a JPEG of empty segments", "a PNG of texts"])
def test_in_short_what_is_made_to_be_slow_is_refused(staff, product, case):
    media_type, made = REFUSED[case]
    refused(show(staff, product, made(), media_type), 422, "")


@pytest.mark.parametrize("case", REFUSED)
def test_what_is_made_to_be_slow_is_refused(staff, product, case):
    media_type, made = REFUSED[case]
    refused(show(staff, product, made(), media_type), 422, "")


@pytest.mark.parametrize("case", ANSWERED)
def test_what_may_be_a_picture_is_taken_or_refused(staff, product, case):
    """As the machine is fast enough for it or not, or too busy to say: never a failure."""
    media_type, made = ANSWERED[case]
    answer = show(staff, product, made(), media_type)
    assert answer.status_code in (202, 422, 503), told(answer)


def test_pictures_that_are_slow_to_decode_keep_no_order_from_being_settled(staff, customer):
    content = slow_to_decode()
    goods, sold = [a_product(staff, stock=0) for _ in range(6)], a_product(staff, stock=5)

    def sell():
        return settled(customer, an_order(customer, sold))["status"]

    def send(product):
        return show(staff, product, content, "image/jpeg").status_code

    status, *others = at_once(sell, *(lambda each=each: send(each) for each in goods))
    assert status == "confirmed"
    assert set(others) <= {202, 422, 503}
    eventually(lambda: accepted(staff.get("/health")), SOON)
