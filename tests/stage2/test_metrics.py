"""Who may read what a process counted: a service at its own port, the gateway at another."""

import pytest
import requests

from local import ports

TOKEN = "scrape-token-of-this-test"
SHOWN = {"Authorization": f"Bearer {TOKEN}"}


@pytest.fixture(scope="module")
def service(start):
    return start("cart", METRICS_TOKEN=TOKEN)


@pytest.fixture(scope="module")
def inner():
    return f"http://127.0.0.1:{ports.free()}/metrics"


@pytest.fixture(scope="module")
def gateway(start, inner):
    port = inner.split(":")[2].partition("/")[0]
    return start("gateway", METRICS_TOKEN=TOKEN, METRICS_PORT=port)


def test_a_service_shows_its_metrics_to_whoever_has_the_token(service):
    answer = service.ask("GET", "/metrics", headers=SHOWN)
    assert answer.status_code == 200 and "shop_requests_total" in answer.text
    for token in (None, "x", TOKEN + "x"):
        refused = service.ask("GET", "/metrics", token)
        assert refused.status_code == 404
        assert refused.json()["type"] == "urn:shop:problem:not-found"


def test_the_gateway_shows_its_own_at_another_port(gateway, inner):
    assert gateway.ask("GET", "/metrics", headers=SHOWN).status_code == 404
    answer = requests.get(inner, headers=SHOWN, timeout=30)
    assert answer.status_code == 200 and "shop_requests_total" in answer.text
    assert requests.get(inner, timeout=30).status_code == 404
