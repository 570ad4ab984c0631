"""The version of a request is no way around a check, or into an answer."""

import pytest

from tests.contract.client import Person
from tests.contract.steps import refused
from tests.contract.ways import Ways

ODD = ["2\x00", "2;1", "../1", "2 or 1=1", "%32", "²", "-2", "2e0", "9" * 5000, "{2}", "v2"]
INTERNAL = ("/internal/people", "/internal/stock", "/metrics", "/x/../internal/people")


@pytest.mark.short
@pytest.mark.parametrize("name", ODD, ids=lambda name: f"{name!r:.12}")
def test_an_odd_name_of_a_version_is_none(shop, world, name):
    owner = Ways(world.owner)
    assert owner.call("GET", "/users", parameter=name).status_code == 404
    if name.isascii() and name.isprintable():
        assert owner.call("GET", "/users", header=name).status_code in (404, 431)
    world.is_untouched()


@pytest.mark.short
def test_no_version_leads_inside(shop):
    for path in INTERNAL:
        for how in ({"base": "/v2"}, {"header": "2"}, {"parameter": "1"}):
            assert Ways(Person(shop)).call("GET", path, **how).status_code in (400, 404), path


@pytest.mark.short
def test_lines_show_nothing_that_their_order_hides(shop, world):
    path = f"/orders/{world.order['id']}/lines"
    refused(Ways(world.stranger).url("2", "GET", path), 404)
    refused(Ways(Person(shop)).url("2", "GET", path), 401)
    for method in ("GET", "HEAD"):
        answer = Ways(world.stranger).call(method, path, header="2")
        assert world.product["id"] not in answer.text


@pytest.mark.short
def test_no_path_becomes_a_header_about_versions(wire):
    for odd in ("%0d%0aSet-Cookie:%20x=1", "%3E;rel=x", '">', "x" * 6000):
        for answer in wire.send(wire.request("GET", f"/products/{odd}", [("Connection", "close")])):
            assert "set-cookie" not in answer.headers, odd
            link = answer.headers.get("link", "")
            assert link.count("<") <= 1 and link.count(">") <= 1 and len(link) < 3000, odd
