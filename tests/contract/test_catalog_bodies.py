"""Valid and invalid products, at their exact limits."""

import pytest

from .readings import etag_of, product_of
from .representations import the_product
from .steps import a_product, accepted, listed, refused, unique
from .version import FORMS, money, priced

FITTING = {
    "a name of one character": {"name": "M"},
    "a name of 200 characters": {"name": "M" * 200},
    "a name of 200 characters of four bytes": {"name": "\U0001f600" * 200},
    "an empty description": {"description": ""},
    "a description of 5000 characters": {"description": "d" * 5000},
    "a description of 5000 characters of three bytes": {"description": "€" * 5000},
    "a description of several lines": {"description": "one\ntwo\tthree"},
    "a category of one character": {"category": "c"},
    "a category of 100 characters": {"category": "c" * 100},
    "the lowest price": {"price": money(1)},
    "a price that is not round": {"price": money(1999)},
    "the highest price": {"price": money(10_000_000)},
    "a price just below": {"price": money(9_999_999)},
    "its currency": priced(1999),
    "what looks like SQL": {"name": "'; DROP TABLE products; --"},
    "what looks like HTML": {"description": "<b>bold</b> & more"},
}
UNFITTING = {
    "name": [None, "", "   ", "M" * 201, "a\0b", "\ud800", 5, ["Mug"], {"en": "Mug"}],
    "description": [None, "d" * 5001, "a\0b", "\udfff", 5],
    "category": [None, "", " \t", "c" * 101, "a\0b", 5],
    "price": [None, 0, -1, 10_000_001, 10**12, 1.0, 19.99, "1999", True, [1999]],
    "currency": [None, "USD", "eur", "", "EURO", 978],
    "stock": [5],
    "id": ["01890a5d-ac96-774b-bcce-b302099a8057"],
    "available": [5],
    "image_url": ["http://127.0.0.1/x.png"],
    "a/b~c": [1],
}
POINTERS = {
    "a/b~c": "/a~1b~0c",  # RFC 6901 escapes these two characters
    "price": FORMS.price_at,
    "currency": FORMS.currency_at,
}
UNFITTING_ONES = [
    pytest.param(field, value, id=f"{field} {value!r:.25}")
    for field, values in UNFITTING.items()
    for value in values
]


def written(field, value):
    """A field of a product with this value, or the two of its price."""
    prices = {"price": priced(value), "currency": priced(1999, value)}
    return prices.get(field, {field: value})


def a_body(**fields):
    return {"name": unique("Mug"), "category": unique("kitchen"), "price": money(1999), **fields}


@pytest.mark.parametrize("fields", FITTING.values(), ids=FITTING)
def test_a_product_may_have(staff, anyone, fields):
    body = a_body(**fields)
    made = accepted(staff.post("/products", body), 201)
    assert made == the_product(**body)
    assert product_of(anyone, made) == made


@pytest.mark.parametrize("fields", FITTING.values(), ids=FITTING)
def test_a_product_may_be_given(staff, anyone, fields):
    product, body = a_product(staff, stock=0), a_body(**fields)
    changed = accepted(
        staff.put(f"/products/{product['id']}", body, headers={"If-Match": etag_of(staff, product)})
    )
    assert changed == the_product(**body, id=product["id"])
    assert product_of(anyone, product) == changed


def test_texts_are_trimmed(staff, anyone):
    body = a_body(name="  Mug \n", description="\t for tea ", category=" kitchen ")
    made = accepted(staff.post("/products", body), 201)
    trimmed = {"name": "Mug", "description": "for tea", "category": "kitchen"}
    assert made == the_product(**{**body, **trimmed})
    assert product_of(anyone, made) == made


def test_a_name_is_measured_after_trimming(staff):
    made = accepted(staff.post("/products", a_body(name=f"  {'M' * 200}  ")), 201)
    assert made["name"] == "M" * 200


@pytest.mark.parametrize("field, value", UNFITTING_ONES)
def test_no_product_is_made_with_a_wrong(staff, anyone, field, value):
    good = a_body()
    body = {**good, **written(field, value)}
    refused(staff.post("/products", body), 422, POINTERS.get(field, f"/{field}"))
    assert list(listed(anyone, "/products", category=good["category"])) == []
    assert list(listed(anyone, "/products", q=good["name"])) == []


@pytest.mark.parametrize("field, value", UNFITTING_ONES)
def test_no_product_is_given_a_wrong(staff, anyone, field, value):
    product = a_product(staff, stock=0)
    etag = etag_of(staff, product)
    body = {**a_body(), **written(field, value)}
    answer = staff.put(f"/products/{product['id']}", body, headers={"If-Match": etag})
    refused(answer, 422, POINTERS.get(field, f"/{field}"))
    assert product_of(anyone, product) == product
    assert etag_of(anyone, product) == etag


@pytest.mark.parametrize("field", ["name", "category", "price"])
def test_a_product_needs_a(staff, anyone, field):
    product, body = a_product(staff, stock=0), a_body()
    del body[field]
    refused(staff.post("/products", body), 422, f"/{field}")
    refused(
        staff.put(f"/products/{product['id']}", body, headers={"If-Match": "*"}), 422, f"/{field}"
    )
    assert product_of(anyone, product) == product


def test_every_fault_of_a_body_is_named(staff):
    body = {"name": "", "category": 5, "price": money(0), "colour": "blue"}
    problem = refused(staff.post("/products", body), 422)
    named = {error["pointer"] for error in problem["errors"]}
    assert named == {"/name", "/category", FORMS.price_at, "/colour"}
