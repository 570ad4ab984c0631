"""Two versions of the API at once: how a request names one, and what they have in common.

Each test asks for both, so it is the same whichever version the suite runs on.
"""

import pytest

from .forms import told
from .readings import cart_of, order_of, orders_of, product_of, stock_of
from .representations import in_stock
from .steps import (
    ADDRESS,
    a_product,
    accepted,
    new_key,
    put_in_cart,
    refused,
    settled,
)
from .ways import BOTH, Ways, a_body_of


@pytest.fixture
def visitor(anyone):
    return Ways(anyone)


@pytest.fixture(scope="module")
def sold(shop, world):
    """(the customer's ways, a confirmed order)"""
    return Ways(world.owner), world.order


ASKED = {
    "by URL": lambda version: {"base": f"/v{version}"},
    "by header": lambda version: {"header": version},
    "by parameter": lambda version: {"parameter": version},
    "in all three places": lambda version: {
        "base": f"/v{version}",
        "header": version,
        "parameter": version,
    },
}


@pytest.mark.parametrize("way", ASKED.values(), ids=ASKED)
@pytest.mark.parametrize("version", BOTH)
def test_a_version_is_asked_for(visitor, world, version, way):
    path = f"/products/{world.product['id']}"
    expected = accepted(visitor.url(version, "GET", path))
    answer = visitor.call("GET", path, **way(version))
    assert accepted(answer) == expected
    names_it = "base" in way(version)
    assert ("Api-Version" in answer.headers.get("Vary", "")) != names_it, told(answer)


def test_the_two_versions_show_the_same_product(visitor, world):
    one, two = (
        accepted(visitor.url(version, "GET", f"/products/{world.product['id']}"))
        for version in BOTH
    )
    assert two.pop("price") == {"amount": one.pop("price"), "currency": one.pop("currency")}
    assert two == one


def test_the_two_versions_show_the_same_order(sold):
    customer, order = sold
    one, two = (
        accepted(customer.url(version, "GET", f"/orders/{order['id']}")) for version in BOTH
    )
    lines = accepted(customer.url("2", "GET", f"/orders/{order['id']}/lines"))
    assert two.pop("total") == {"amount": one.pop("total"), "currency": one.pop("currency")}
    for line, in_v1 in zip(lines, one.pop("lines"), strict=True):
        for field in ("unit_price", "line_total"):
            assert line[field] == {"amount": in_v1[field], "currency": "EUR"}
        assert {**line, **in_v1} == {**in_v1}
    assert two == one


WRONG = {
    "none": ({}, 400),
    "two, by URL and header": ({"base": "/v1", "header": "2"}, 400),
    "two, by URL and parameter": ({"base": "/v2", "parameter": "1"}, 400),
    "two, by header and parameter": ({"header": "1", "parameter": "2"}, 400),
    "an unknown one by URL": ({"base": "/v3"}, 404),
    "an unknown one by header": ({"header": "3"}, 404),
    "an unknown one by parameter": ({"parameter": "two"}, 404),
    "an unknown one beside a known": ({"base": "/v1", "header": "3"}, 404),
}


@pytest.mark.parametrize("asked, status", WRONG.values(), ids=WRONG)
def test_a_request_has_to_name_one_version_that_there_is(visitor, asked, status):
    answer = visitor.call("GET", "/products", **asked)
    problem = refused(answer, status)
    assert problem["instance"].endswith(f"/api{asked.get('base', '')}/products")


@pytest.mark.parametrize("asked, status", WRONG.values(), ids=WRONG)
def test_without_a_version_nothing_is_done(staff, customer, asked, status):
    product = a_product(staff)
    before = put_in_cart(customer, product)
    body = {"payment_method": "pm_card_visa", "shipping_address": ADDRESS}
    path = f"{customer.path}/orders"
    refused(Ways(customer).call("POST", path, json=body, headers=new_key(), **asked), status)
    assert cart_of(customer) == before
    assert orders_of(customer) == []
    assert stock_of(staff, product) == in_stock(5)


def test_a_tag_is_of_one_version(staff, visitor):
    product = a_product(staff, stock=0)
    path = f"/products/{product['id']}"
    tags = {version: visitor.url(version, "GET", path).headers["ETag"] for version in BOTH}
    assert tags["1"] != tags["2"]
    for version, other in (("1", "2"), ("2", "1")):
        mine, theirs = ({"If-None-Match": tags[each]} for each in (version, other))
        assert visitor.url(version, "GET", path, headers=mine).status_code == 304
        assert visitor.url(version, "GET", path, headers=theirs).status_code == 200
        body = a_body_of(version)
        their_match, my_match = ({"If-Match": tags[each]} for each in (other, version))
        refused(Ways(staff).url(version, "PUT", path, json=body, headers=their_match), 412)
        assert product_of(staff, product) == product
        changed = Ways(staff).url(version, "PUT", path, json=body, headers=my_match)
        accepted(changed)
        assert changed.headers["ETag"] == visitor.url(version, "GET", path).headers["ETag"]
        tags = {each: visitor.url(each, "GET", path).headers["ETag"] for each in BOTH}
        product = product_of(staff, product)


@pytest.mark.parametrize("first, second", [BOTH, BOTH[::-1]])
def test_a_key_is_the_same_attempt_in_both_versions(staff, customer, first, second):
    product, key = a_product(staff), new_key()
    put_in_cart(customer, product)
    path = f"{customer.path}/orders"
    body = {"payment_method": "pm_card_visa", "shipping_address": ADDRESS}

    def sent(version, **fields):
        how = {"json": body | fields, "headers": key}
        return Ways(customer).url(version, "POST", path, **how)

    order = settled(customer, accepted(sent(first), 201))
    again = accepted(sent(second), 201)
    assert again == accepted(Ways(customer).url(second, "GET", f"/orders/{order['id']}"))
    refused(sent(second, payment_method="pm_card_mastercard"), 422, "")
    assert order_of(customer, order) == order
    assert stock_of(staff, product) == in_stock(4, sold=1)


@pytest.mark.parametrize("version", BOTH)
def test_a_body_of_the_other_version_is_refused(staff, visitor, version):
    product = a_product(staff, stock=0)
    path, other = f"/products/{product['id']}", a_body_of("2" if version == "1" else "1")
    mine, any_tag = Ways(staff), {"If-Match": "*"}
    for method, at, headers in (("POST", "/products", {}), ("PUT", path, any_tag)):
        refused(mine.url(version, method, at, json=other, headers=headers), 422, "/price")
    for method, at, headers in (("POST", "/products", {}), ("PUT", path, any_tag)):
        beside = {**a_body_of("2"), "currency": "EUR"}
        where = "/price" if version == "1" else "/currency"
        refused(mine.url(version, method, at, json=beside, headers=headers), 422, where)
    assert product_of(staff, product) == product
    assert visitor.url(version, "POST", "/products", json=other).status_code == 401  # before 422


BAD_MONEY = {
    "no currency": ({"amount": 5}, "/price/currency"),
    "no amount": ({"currency": "EUR"}, "/price/amount"),
    "more fields": ({"amount": 5, "currency": "EUR", "cents": 5}, "/price/cents"),
    "another currency": ({"amount": 5, "currency": "USD"}, "/price/currency"),
    "too little": ({"amount": 0, "currency": "EUR"}, "/price/amount"),
    "a text": ("5.00", "/price"),
    "nothing": (None, "/price"),
}


@pytest.mark.parametrize("price, where", BAD_MONEY.values(), ids=BAD_MONEY)
def test_what_is_wrong_with_money_is_named(staff, price, where):
    body = {"name": "Mug", "category": "tests", "price": price}
    refused(Ways(staff).url("2", "POST", "/products", json=body), 422, where)
