"""What a CDN keeps from the shop is no traffic of the shop's."""

from dataclasses import replace
from importlib.util import module_from_spec, spec_from_file_location

import pytest

from machinery.exercise import copy_of
from tests.contract.showing import address_of

A_SECOND = 24 * 3600  # visits a day


@pytest.fixture
def scale():
    """The module as it is in the copy."""
    spec = spec_from_file_location("scale", copy_of("1.1") / "tests/claims/scale.py")
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def habits(scale, share):
    usual = {"lists": 1, "products": 2, "pictures": 10, "peak": 1}
    return replace(scale.HABITS, **usual, pictures_of_100_from_cdn=share)


def test_without_a_cdn_all_pictures_are_the_shops(scale):
    assert habits(scale, 0).reads == 13
    assert scale.peak_reads(A_SECOND, habits(scale, 0)) == pytest.approx(13)


def test_what_the_cdn_answers_is_no_request(scale):
    assert habits(scale, 90).reads == pytest.approx(4)
    assert habits(scale, 100).reads == pytest.approx(3)


def test_nor_are_its_bytes_the_shops(scale):
    sizes = scale.Sizes(list=1000, product=100, picture=5000, person=0, order=0)
    assert sizes.of_a_visit(habits(scale, 0)) == 1000 + 200 + 50_000
    assert sizes.of_a_visit(habits(scale, 90)) == pytest.approx(1000 + 200 + 5_000)


def test_the_orders_stay(scale):
    few, many = (scale.peak_orders(A_SECOND, habits(scale, share)) for share in (0, 90))
    assert few == many


def test_the_estimate_of_this_shop_has_one(scale):
    assert 0 < scale.HABITS.pictures_of_100_from_cdn <= 100


def test_a_picture_of_this_shop_may_be_kept_by_a_cdn(scale, anyone):
    """Else there is nothing to take away."""
    goods = anyone.get("/products").json()["data"]
    pictured = next(product for product in goods if product["image_url"])
    answer = anyone.get(address_of(pictured))
    assert "immutable" in answer.headers["Cache-Control"]
