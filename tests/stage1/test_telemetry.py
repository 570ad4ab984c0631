"""Where the time went, and how often what was asked for."""

import re

import pytest
from prometheus_client import generate_latest
from prometheus_client.parser import text_string_to_metric_families

from shop.config import BASE

from .person import Person, a_product, data, place, put_in_cart


def metrics():
    """{name and labels: value}"""
    families = text_string_to_metric_families(generate_latest().decode())
    return {
        (sample.name, *sorted(sample.labels.values())): sample.value
        for family in families
        for sample in family.samples
    }


def timing(answer):
    """{name: milliseconds}"""
    parts = re.findall(r"(\w+);dur=([0-9.]+)", answer.headers["Server-Timing"])
    return {name: float(value) for name, value in parts}


def test_server_timing_names_the_database_and_the_total(shop):
    parts = timing(shop.get(f"{BASE}/products"))
    assert set(parts) == {"database", "total"}
    assert 0 < parts["database"] <= parts["total"]


def test_server_timing_names_the_provider(open_shop, sandbox):
    shop = open_shop(PAYMENT_URL=sandbox).test_client()
    customer, staff = Person.new(shop), Person.seeded(shop, "staff")
    put_in_cart(customer, a_product(staff))
    parts = timing(place(customer))
    assert set(parts) == {"database", "provider", "total"}
    assert 0 < parts["provider"] < parts["total"]


def test_server_timing_of_one_request_is_not_the_nexts(shop):
    shop.get(f"{BASE}/products")
    assert set(timing(shop.get(f"{BASE}/health"))) == {"total"}


def test_a_refusal_has_its_timing_too(shop):
    assert timing(shop.get(f"{BASE}/nothing"))["total"] > 0


def test_metrics_count_each_request_by_its_route(shop):
    counted = ("shop_requests_total", *sorted(["GET", f"{BASE}/products/<product_id>", "404"]))
    before = metrics().get(counted, 0)
    for _ in range(3):
        shop.get(f"{BASE}/products/00000000-0000-7000-8000-000000000000")
    assert metrics()[counted] == before + 3


@pytest.mark.parametrize(
    ("method", "path"),
    [("GET", "/products/{}"), ("GET", "/nothing/{}"), ("BREW{}", "/products"), ("BREW{}", "/{}")],
)
def test_metrics_do_not_grow_with_what_is_asked_for(shop, method, path):
    def ask(number):
        shop.open(BASE + path.format(number), method=method.format(number))

    ask(0)
    before = set(metrics())
    for number in range(1, 20):
        ask(number)
    assert set(metrics()) - before == set()


def test_metrics_tell_of_calls_to_the_provider(open_shop, sandbox):
    shop = open_shop(PAYMENT_URL=sandbox).test_client()
    customer, staff = Person.new(shop), Person.seeded(shop, "staff")
    before = metrics()
    put_in_cart(customer, a_product(staff))
    data(place(customer), 201)
    for call in ("create", "confirm"):
        counted = ("shop_provider_calls_total", *sorted([call, "ok"]))
        assert metrics()[counted] == before.get(counted, 0) + 1
