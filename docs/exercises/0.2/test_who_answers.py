"""Whatever the shop answers, it says which stage did."""

import pytest


@pytest.mark.parametrize(
    "method, path, status",
    [
        ("GET", "/products", 200),
        ("HEAD", "/products", 200),
        ("GET", "/orders", 401),
        ("GET", "/products/nothing", 404),
        ("GET", "/nowhere", 404),
        ("PATCH", "/products", 405),
        ("POST", "/users", 422),
    ],
)
def test_an_answer_says_which_stage_it_is_from(shop, method, path, status):
    answer = shop.call(method, path, json={})
    assert answer.status_code == status
    assert answer.headers.get("X-Stage") == "1"


def test_an_answer_without_a_body_says_it_too(customer):
    answer = customer.delete(f"{customer.path}/cart")
    assert (answer.status_code, answer.headers.get("X-Stage")) == (204, "1")
