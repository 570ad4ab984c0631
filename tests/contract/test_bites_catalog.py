"""Rules of products that are easy to miss: Location, updated_at, and the caching of lists."""

import re

import pytest

from .readings import product_of
from .representations import the_product
from .steps import LATER, LISTED, a_product, accepted, eventually, located, unique
from .version import money


def a_body(**fields):
    return {"name": unique("Teapot"), "category": "tests", "price": money(1250), **fields}


def seconds_kept(answer):
    """The seconds for which a cache may reuse it without asking the shop."""
    said = answer.headers["Cache-Control"]
    if "no-store" in said or "no-cache" in said:
        return 0
    [seconds] = re.findall(r"max-age=(\d+)", said)
    return int(seconds)


def test_a_new_product_is_found_at_its_location(staff, anyone):
    answer = staff.post("/products", a_body())
    product = accepted(answer, 201)
    assert located(answer) == f"/products/{product['id']}"
    assert accepted(anyone.get(located(answer))) == product


def test_a_change_moves_the_time_of_the_last_change_on(staff, anyone):
    product = a_product(staff, stock=0)
    path, body = f"/products/{product['id']}", a_body(price=money(1300))

    def change():
        changed = accepted(staff.put(path, body, headers={"If-Match": "*"}))
        assert changed["updated_at"] > product["updated_at"]
        return changed

    changed = eventually(change, LISTED)  # two changes may share a millisecond
    same = {name: product[name] for name in ("id", "created_at")}
    assert changed == the_product(**{**body, **same, "updated_at": changed["updated_at"]})
    assert product_of(anyone, product) == changed


OLDEST = {"/products": LISTED, "/products?q=teapot": LISTED, "/products/bestsellers": LATER}


@pytest.mark.parametrize("path, bound", OLDEST.items())
def test_no_cache_keeps_a_list_longer_than_it_may_be_old(anyone, path, bound):
    answer = anyone.get(path)
    accepted(answer)
    assert seconds_kept(answer) <= bound
