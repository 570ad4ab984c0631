"""A request and its response, between the version that was asked for and version 1."""

import json

import pytest

from shop_rules.exchange import JSON, PROBLEM, Exchange
from shop_rules.versions import Asked

PRODUCT = {"price": 5, "currency": "EUR", "image_url": None}
FAULT = {"pointer": "/price", "detail": "Input should be greater than or equal to 1"}


def exchange(base="/api/v2", version="2", method="POST", path="/products"):
    return Exchange(Asked(version, base, path), method)


def written(value):
    return json.dumps(value).encode()


def problem(**more):
    return written({"status": 422, "instance": "/api/v1/products", "success": False, **more})


def test_version_1_by_url_is_untouched():
    one = exchange("/api/v1", "1")
    assert one.body(written({"price": 5})) == written({"price": 5})
    assert one.condition("If-Match", '"3"') == '"3"'
    for media_type in (JSON, PROBLEM):
        assert one.content(media_type, b"as it is") == b"as it is"


def test_version_1_by_header_is_version_1_at_another_address():
    one = exchange("/api", "1")
    assert one.content(JSON, written({"data": PRODUCT})) == written({"data": PRODUCT})
    assert json.loads(one.content(PROBLEM, problem(), "/desk"))["instance"] == "/desk/api/products"


def test_a_refusal_says_what_was_asked_in_the_terms_of_its_version():
    one = exchange()
    one.body(written({"price": {"amount": 0, "currency": "EUR"}}))
    found = json.loads(one.content(PROBLEM + "; charset=utf-8", problem(errors=[FAULT])))
    assert found["instance"] == "/api/v2/products"
    assert found["errors"] == [{**FAULT, "pointer": "/price/amount"}]


def test_a_success_is_adapted():
    found = json.loads(exchange().content(JSON, written({"data": PRODUCT})))
    assert found["data"] == {"price": {"amount": 5, "currency": "EUR"}, "image_url": None}


@pytest.mark.parametrize(("media_type", "content"), [("image/png", b"\x89PNG"), ("", b"")])
def test_other_content_is_passed_on(media_type, content):
    assert exchange().content(media_type, content) == content


def test_the_answer_to_a_head_is_empty():
    assert exchange(method="HEAD", path="/products/1").content(JSON, b"") == b""


def test_only_conditions_are_renamed():
    one = exchange()
    assert one.condition("If-Match", '"v2-3"') == one.condition("if-none-match", '"v2-3"') == '"3"'
    assert one.condition("X-Other", '"v2-3"') == '"v2-3"'


def test_lines_are_asked_of_their_order():
    assert exchange(method="GET").path("/orders/7/lines") == "/orders/7"
    assert exchange("/api", "1", "GET").path("/orders/7/lines") == "/orders/7/lines"


def test_it_says_whether_a_body_has_money():
    assert exchange().has_money
    assert not exchange("/api/v1", "1").has_money
    assert not exchange(method="GET").has_money
