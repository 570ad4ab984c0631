"""For those who run the shop: alive, ready, and counting."""

import re

import pytest

from .forms import check_headers, check_no_secret
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


@pytest.fixture
def metrics(anyone):
    """Calling it gives {sample: value}, read from the Prometheus text format."""
    if anyone.get("/metrics").status_code == 404:
        pytest.skip("this shop has no process to ask for metrics")
    return lambda: samples(anyone.get("/metrics"))


def samples(answer):
    assert answer.status_code == 200
    check_headers(answer)
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
    before = metrics()
    for _ in range(5):
        accepted(anyone.get("/products"))

    def check():
        after = metrics()
        assert any(
            re.search(r"_(total|count)(\{|$)", name) and value >= before.get(name, 0) + 5
            for name, value in after.items()
        )

    eventually(check, LISTED)


def test_metrics_tell_nothing_of_a_person(shop, anyone, metrics):
    name = unique("Ada")
    customer = a_customer(shop, name=name)
    accepted(customer.get(customer.path))
    answer = anyone.get("/metrics")
    check_no_secret(answer)
    for private in (customer.email, customer.id, name, customer.token, PASSWORD):
        assert private not in answer.text
