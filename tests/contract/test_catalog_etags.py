"""Entity tags: 304 for a reader whose version is current, 412 for a writer whose version is old."""

import pytest

from .forms import check_headers, told
from .readings import etag_of, product_of
from .steps import a_product, accepted, refused
from .version import FORMS, money


@pytest.fixture
def product(staff):
    return a_product(staff, stock=0)


@pytest.fixture
def path(product):
    return f"/products/{product['id']}"


def changed(product, **fields):
    """The body of a PUT that changes only these fields."""
    kept = {name: product[name] for name in ("name", "description", "category", "price")}
    return {**kept, **fields}


def test_the_etag_is_a_strong_one(staff, product):
    etag = etag_of(staff, product)
    assert etag[0] == etag[-1] == '"' and len(etag) > 2


def test_the_etag_stays_while_nothing_changes(staff, anyone, product):
    assert etag_of(staff, product) == etag_of(anyone, product) == etag_of(anyone, product)


def test_every_version_has_an_etag_of_its_own(staff, anyone, path):
    etags = [anyone.get(path).headers["ETag"]]
    for price in (10, 11, 10):
        body = {"name": "a", "category": "b", "price": money(price)}
        answer = staff.put(path, body, headers={"If-Match": etags[-1]})
        accepted(answer)
        etags.append(answer.headers["ETag"])
    assert len(set(etags)) == 4


SAME = ["{etag}", "W/{etag}", '"other", {etag}', '"other",W/{etag} , "third"', "*"]
OTHER = ['"other"', 'W/"other"', '"other", "third"', '""', "{etag}x"]


@pytest.mark.parametrize("form", SAME)
@pytest.mark.parametrize("method", ["get", "head"])
def test_who_has_it_already_is_told_not_modified(anyone, product, path, method, form):
    etag = etag_of(anyone, product)
    headers = {"If-None-Match": form.format(etag=etag)}
    answer = getattr(anyone, method)(path, headers=headers)
    assert answer.status_code == 304, told(answer)
    assert answer.content == b""
    assert answer.headers["ETag"] == etag
    check_headers(answer)


@pytest.mark.parametrize("form", OTHER)
def test_who_has_another_version_gets_this_one(anyone, product, path, form):
    etag = etag_of(anyone, product)
    answer = anyone.get(path, headers={"If-None-Match": form.format(etag=etag)})
    assert accepted(answer) == product
    assert answer.headers["ETag"] == etag


def test_who_has_an_old_version_gets_the_new_one(staff, anyone, product, path):
    old = etag_of(anyone, product)
    accepted(staff.put(path, changed(product, price=money(77)), headers={"If-Match": old}))
    answer = anyone.get(path, headers={"If-None-Match": old})
    assert accepted(answer)["price"] == money(77)
    new = answer.headers["ETag"]
    assert new != old
    assert anyone.get(path, headers={"If-None-Match": new}).status_code == 304


@pytest.mark.parametrize("form", ["{etag}", '"other", {etag}', '{etag},"other"', "*"])
def test_a_change_of_what_was_read_is_accepted(staff, anyone, product, path, form):
    headers = {"If-Match": form.format(etag=etag_of(staff, product))}
    answer = staff.put(path, changed(product, price=money(88)), headers=headers)
    assert accepted(answer)["price"] == money(88)
    assert product_of(anyone, product)["price"] == money(88)


SOMETHING_ELSE = ['"other"', "W/{etag}", '"other", W/{etag}', '""', '"*"', "{etag}x", "{etag};q=1"]


@pytest.mark.parametrize("form", SOMETHING_ELSE)
def test_a_change_of_something_else_fails(staff, anyone, product, path, form):
    etag = etag_of(staff, product)
    headers = {"If-Match": form.format(etag=etag)}
    refused(staff.put(path, changed(product, price=money(88)), headers=headers), 412)
    assert product_of(anyone, product) == product
    assert etag_of(anyone, product) == etag


def test_a_change_must_say_what_it_is_a_change_of(staff, anyone, product, path):
    etag = etag_of(staff, product)
    refused(staff.put(path, changed(product, price=money(88))), 428)
    assert product_of(anyone, product) == product
    assert etag_of(anyone, product) == etag


def test_the_second_of_two_changes_of_the_same_version_fails(staff, anyone, product, path):
    headers = {"If-Match": etag_of(staff, product)}
    first = accepted(staff.put(path, changed(product, price=money(1)), headers=headers))
    refused(staff.put(path, changed(product, price=money(2)), headers=headers), 412)
    assert product_of(anyone, product) == first


def test_the_body_is_judged_before_the_precondition(staff, product, path):
    wrong = changed(product, price=money(0))
    refused(staff.put(path, wrong), 422, FORMS.price_at)
    refused(staff.put(path, wrong, headers={"If-Match": '"other"'}), 422, FORMS.price_at)
    assert product_of(staff, product) == product


def test_stock_is_no_part_of_the_version(staff, anyone):
    product = a_product(staff, stock=0)
    before = etag_of(anyone, product)
    headers = {"Idempotency-Key": f"stock-{product['id']}"}
    path = f"/products/{product['id']}/stock/adjustments"
    accepted(staff.post(path, {"delta": 4, "reason": "delivery"}, headers=headers), 201)
    assert etag_of(anyone, product) == before
    assert product_of(anyone, product) == product
