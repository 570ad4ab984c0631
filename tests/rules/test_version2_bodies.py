"""Bodies of version 2 as version 1 has them, and what is wrong with them."""

import json

import pytest

from shop_rules import bodies
from shop_rules.errors import Invalid
from shop_rules.version2 import SAME, operation
from shop_rules.version2_bodies import NEEDED, NOT_MONEY, ONE_CURRENCY, UNKNOWN, body, faults

CREATE = operation("POST", "/products")
EUR = {"amount": 1290, "currency": "EUR"}
MUG = {"name": "Mug", "category": "Mugs"}


def as_v1(value, of=CREATE):
    return json.loads(body(of, json.dumps(value).encode())[0])


def refused(value):
    """{pointer: detail} of what the shop says about a body of version 2."""
    content, said = body(CREATE, json.dumps(value).encode())
    with pytest.raises(Invalid) as caught:
        bodies.checked(bodies.Product, json.loads(content))
    return {each["pointer"]: each["detail"] for each in faults(caught.value.more["errors"], said)}


def test_money_becomes_cents_beside_a_currency():
    assert as_v1({**MUG, "price": EUR}) == {**MUG, "price": 1290, "currency": "EUR"}


@pytest.mark.parametrize("price", [1290, None, "12.90", [EUR], True])
def test_what_is_no_object_is_no_money(price):
    assert refused({**MUG, "price": price}) == {"/price": NOT_MONEY}


def test_a_body_of_version_1_is_refused_at_both_fields():
    expected = {"/price": NOT_MONEY, "/currency": UNKNOWN}
    assert refused({**MUG, "price": 1290, "currency": "EUR"}) == expected


def test_currency_beside_money_is_unknown():
    assert refused({**MUG, "price": EUR, "currency": "EUR"}) == {"/currency": UNKNOWN}


@pytest.mark.parametrize(
    ("price", "expected"),
    [
        ({"amount": 1290}, {"/price/currency": NEEDED}),
        ({}, {"/price/amount": NEEDED, "/price/currency": NEEDED}),
        ({**EUR, "cents": 1}, {"/price/cents": UNKNOWN}),
    ],
)
def test_money_has_an_amount_and_a_currency_and_nothing_else(price, expected):
    assert refused({**MUG, "price": price}) == expected


@pytest.mark.parametrize("amount", [0, -1, 10_000_001, 1.0, "1290", None, {}, [1], True])
def test_what_version_1_says_about_cents_is_said_about_the_amount(amount):
    assert list(refused({**MUG, "price": {**EUR, "amount": amount}})) == ["/price/amount"]


@pytest.mark.parametrize("currency", ["USD", "", None, 978, {}, []])
def test_what_version_1_says_about_the_currency_is_said_inside(currency):
    found = refused({**MUG, "price": {**EUR, "currency": currency}})
    assert list(found) == ["/price/currency"]


def test_other_faults_are_said_as_they_are():
    found = refused({"name": "", "price": EUR, "colour": "blue"})
    assert set(found) == {"/name", "/category", "/colour"}


def test_a_missing_price_is_missing():
    assert list(refused(MUG)) == ["/price"]


def test_one_object_has_one_currency():
    two = CREATE._replace(body={"price": "money", "fee": "money"})
    usd = {"amount": 1, "currency": "USD"}
    assert as_v1({"price": EUR, "fee": EUR}, two) == {"price": 1290, "fee": 1290, "currency": "EUR"}
    content, said = body(two, json.dumps({"price": EUR, "fee": usd}).encode())
    assert json.loads(content) == {"price": 1290, "fee": {}, "currency": "EUR"}
    assert [each["detail"] for each in said["/fee"]] == [ONE_CURRENCY]


def test_money_may_be_deep_inside():
    deep = CREATE._replace(body={"rows": {"*": {"price": "money"}}})
    row = {"price": 1290, "currency": "EUR"}
    assert as_v1({"rows": [{"price": EUR}, {"x": 1}, 7]}, deep) == {"rows": [row, {"x": 1}, 7]}
    assert as_v1({"rows": 7}, deep) == {"rows": 7}


@pytest.mark.parametrize("content", [b"", b"{", b"\xff", b'{"price": NaN}', b"[" * 200])
def test_what_is_no_json_is_left_for_version_1_to_refuse(content):
    assert body(CREATE, content) == (content, {})


@pytest.mark.parametrize("content", [b"[]", b"null", b"7", b'"x"', b"{}"])
def test_what_is_no_product_stays_what_it_is(content):
    assert body(CREATE, content)[0] == content


def test_a_number_that_is_no_number_is_left_for_version_1_to_refuse():
    content = b'{"price": 5, "description": 1e400}'
    assert body(CREATE, content) == (content, {})


@pytest.mark.parametrize("name", ["é" * 9, "\ud800", "\x00", "\u2028/"])
def test_no_body_gets_longer(name):
    content = json.dumps({"name": name, "price": EUR}, separators=(",", ":")).encode()
    adapted, _ = body(CREATE, content)
    assert len(adapted) <= len(content)
    assert json.loads(adapted)["name"] == name


def test_an_operation_without_money_takes_its_body_as_it_is():
    assert body(SAME, b'{"price": 5}') == (b'{"price": 5}', {})
