"""Endpoints for operators: health, readiness, and metrics."""

import re

import pytest

from .forms import check_no_secret
from .steps import LISTED, PASSWORD, a_customer, accepted, eventually, unique

SAMPLE = re.compile(
    r"(?P<name>[a-zA-Z_:][a-zA-Z0-9_:]*)"
    r"(?P<labels>\{([a-zA-Z_][a-zA-Z0-9_]*=\"(\\.|[^\"\\])*\",?)*\})?"
    r" (?P<value>[-+]?(\d+(\.\d*)?([eE][-+]?\d+)?|Inf)|NaN)( -?\d+)?"
)


def test_health_says_that_the_shop_is_alive(anyone):
    assert accepted(anyone.get("/health")) == {"status": "ok"}


def test_ready_names_each_dependency(anyone):
    dependencies = accepted(anyone.get("/ready"))["dependencies"]
    assert dependencies["database"] == "ok"
    assert dependencies["payment_provider"] in ("ok", "unreachable")
    assert set(dependencies.values()) <= {"ok", "unreachable"}


def test_ready_sees_the_provider(anyone, provider):
    assert provider.intents() is not None

    def check():
        assert accepted(anyone.get("/ready"))["dependencies"]["payment_provider"] == "ok"

    eventually(check, LISTED)


def samples(answer):
    """{sample: value} of the Prometheus text format."""
    assert answer.status_code == 200
    media_type = answer.headers["Content-Type"].split(";")[0]
    assert media_type in ("text/plain", "application/openmetrics-text")
    found = {}
    for line in answer.content.decode("utf-8").splitlines():
        if line and not line.startswith("#"):
            sample = SAMPLE.fullmatch(line)
            assert sample, line
            found[sample["name"] + (sample["labels"] or "")] = float(sample["value"])
    return found


def test_metrics_are_in_prometheus_form_and_count(anyone, metrics):
    before = samples(metrics())
    for _ in range(5):
        accepted(anyone.get("/products"))

    def check():
        after = samples(metrics())
        assert any(
            re.search(r"_(total|count)(\{|$)", name) and value >= before.get(name, 0) + 5
            for name, value in after.items()
        )

    eventually(check, LISTED)


def test_metrics_tell_nothing_of_a_person(shop, metrics):
    name = unique("Ada")
    customer = a_customer(shop, name=name)
    accepted(customer.get(customer.path))
    answer = metrics()
    check_no_secret(answer)
    for private in (customer.email, customer.id, name, customer.token, PASSWORD):
        assert private not in answer.text


@pytest.mark.parametrize("method", ["GET", "HEAD", "POST", "OPTIONS"])
def test_metrics_are_not_public(anyone, staff, method):
    for caller in (anyone, staff):
        answer = caller.call(method, "/metrics")
        assert answer.status_code == 404
        assert b"shop_" not in answer.content


def test_metrics_are_for_whoever_has_the_scrape_token(metrics, staff):
    for token in ("", "x", staff.token):
        assert metrics(token).status_code == 404
