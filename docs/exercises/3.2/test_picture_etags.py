"""An image that a client has already is not sent again."""

import re

import pytest

from tests.contract import pictures
from tests.contract.showing import show
from tests.contract.steps import LATER, a_product, accepted, eventually, refused

PNG = pictures.picture("PNG", 64, 32)
OTHER = pictures.picture("PNG", 64, 32, left="green")
SIZES = ("full", "thumb")


@pytest.fixture
def product(staff):
    return a_product(staff, stock=0)


def asked(anyone, product, size="full", tag=None):
    headers = {} if tag is None else {"If-None-Match": tag}
    return anyone.get(f"/products/{product['id']}/image?size={size}", headers=headers)


def tag_of(anyone, product, size="full"):
    def there():
        answer = asked(anyone, product, size)
        assert answer.status_code == 200
        return answer.headers["ETag"]

    return eventually(there, LATER)


@pytest.mark.parametrize("size", SIZES)
def test_a_picture_has_a_strong_tag_that_stays(staff, anyone, product, size):
    accepted(show(staff, product, PNG), 202)
    tag = tag_of(anyone, product, size)
    assert re.fullmatch(r'"[^"]+"', tag)
    assert tag_of(anyone, product, size) == tag


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("sent", ["{}", '"other", {}', "W/{}", "*"])
def test_who_has_it_is_told_so_and_gets_no_body(staff, anyone, product, size, sent):
    accepted(show(staff, product, PNG), 202)
    tag = tag_of(anyone, product, size)
    answer = asked(anyone, product, size, sent.format(tag))
    assert (answer.status_code, answer.content, answer.headers["ETag"]) == (304, b"", tag)


def test_who_has_another_gets_this_one(staff, anyone, product):
    accepted(show(staff, product, PNG), 202)
    before = tag_of(anyone, product)
    accepted(show(staff, product, OTHER), 202)
    answer = asked(anyone, product, tag=before)
    assert (answer.status_code, answer.content) == (200, OTHER)
    assert answer.headers["ETag"] != before


def test_the_sizes_have_different_tags(staff, anyone, product):
    accepted(show(staff, product, PNG), 202)
    assert tag_of(anyone, product, "full") != tag_of(anyone, product, "thumb")


def test_a_change_of_the_price_leaves_the_tag_as_it_is(staff, anyone, product):
    accepted(show(staff, product, PNG), 202)
    tag = tag_of(anyone, product)
    body = {"name": "Mug", "category": "tests", "price": 1}
    accepted(staff.put(f"/products/{product['id']}", body, headers={"If-Match": "*"}))
    assert asked(anyone, product, tag=tag).status_code == 304


@pytest.mark.parametrize("size", SIZES)
def test_where_there_is_no_picture_there_is_none_to_have(anyone, product, size):
    refused(asked(anyone, product, size, "*"), 404)
