"""Metrics are private: not on the public port, and not without the token."""

import pytest

PATHS = ["/metrics", "/metrics/", "/%6detrics", "/METRICS", "//metrics", "/internal/metrics"]
TOKENS = ["", "x", "null", "Bearer", "sk_test_", "é"]


@pytest.mark.short
@pytest.mark.parametrize("path", PATHS)
def test_the_public_port_has_no_metrics(wire, path):
    for answer in wire.send(wire.request("GET", path)):
        assert answer.status == 404, answer
        assert b"shop_requests_total" not in answer.body


@pytest.mark.short
@pytest.mark.parametrize("token", TOKENS)
def test_the_internal_port_wants_the_token(metrics, token):
    answer = metrics(token.encode().decode("latin-1"))
    assert answer.status_code == 404
    assert b"shop_" not in answer.content


@pytest.mark.short
def test_a_persons_token_is_no_scrape_token(metrics, staff):
    assert metrics(staff.token).status_code == 404
