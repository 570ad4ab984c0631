"""Operations that differ in version 2, and their responses."""

import json

import pytest

from shop_rules import version2
from shop_rules.version2 import SAME, adapt, answer, operation, path_of_v1

CENTS = {"unit_price": 5, "line_total": 10, "name": "Mug"}
MONEY = {
    "unit_price": {"amount": 5, "currency": "EUR"},
    "line_total": {"amount": 10, "currency": "EUR"},
    "name": "Mug",
}


def adapted(method, path, data):
    content = json.dumps({"success": True, "data": data}).encode()
    return json.loads(answer(operation(method, path), content))["data"]


def test_money_has_its_currency_in_it():
    product = {"price": 1290, "currency": "XTS", "image_url": None}
    expected = {"price": {"amount": 1290, "currency": "XTS"}, "image_url": None}
    assert adapted("GET", "/products/1", product) == expected
    assert adapted("GET", "/products", [product, product]) == [expected, expected]


def test_lines_inside_a_cart_have_money_too():
    cart = {"lines": [dict(CENTS)], "total": 10, "currency": "EUR"}
    assert adapted("GET", "/users/1/cart", cart) == {
        "lines": [MONEY],
        "total": {"amount": 10, "currency": "EUR"},
    }


def test_an_orders_lines_are_a_resource_of_their_own():
    order = {"id": "7", "lines": [dict(CENTS)], "total": 10, "currency": "EUR"}
    own = {"id": "7", "total": {"amount": 10, "currency": "EUR"}}
    assert adapted("GET", "/orders/7", order) == own
    assert adapted("POST", "/users/1/orders", order) == own
    assert adapted("GET", "/orders/7/lines", order) == [MONEY]


def test_links_lead_to_version_2():
    url = "https://shop.example/desk/api/v1/products/1/images/2"
    product = {"price": 1, "currency": "EUR", "image_url": url}
    assert adapted("PUT", "/products/1", product)["image_url"] == url.replace("v1", "v2")


def test_a_missing_field_and_null_stay_as_they_are():
    value = {"total": None}
    adapt(value, {"total": "money", "amount": "money", "lines": {"*": {"x": "money"}}})
    assert value == {"total": None}


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/products/bestsellers"),
        ("GET", "/users/1"),
        ("DELETE", "/products/1"),
        ("GET", "/products/1/stock"),
        ("GET", "/x"),
    ],
)
def test_other_operations_are_the_same(method, path):
    one = operation(method, path)
    assert (one.body, one.answer, one.part) == (SAME.body, SAME.answer, SAME.part)


def test_a_head_is_a_get():
    assert operation("HEAD", "/orders/7") is operation("GET", "/orders/7") is not SAME


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("/orders/7/lines", "/orders/7"),
        ("/orders/7/lines/", "/orders/7/lines/"),
        ("/orders/7", "/orders/7"),
        ("/orders//lines", "/orders//lines"),
        ("/orders/lines", "/orders/lines"),
        ("/users/7/lines", "/users/7/lines"),
    ],
)
def test_only_lines_of_an_order_are_elsewhere_in_version_1(path, expected):
    assert path_of_v1(path) == expected


def test_each_place_is_money_a_link_or_a_resource():
    def kinds(tree):
        for below in tree.values():
            yield from kinds(below) if isinstance(below, dict) else [below]

    found = {kind for one in version2.OPERATIONS for kind in (*kinds(one.body), *kinds(one.answer))}
    assert found == {"money", "link", "apart"}
