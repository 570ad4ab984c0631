"""Headers: no client can write into the shop's responses, and no other site may read them."""

import pytest

from tests.contract.people import a_person
from tests.contract.steps import accepted, unique

EVIL = "evil.example"
FORWARDED = {
    "X-Forwarded-Host": EVIL,
    "X-Forwarded-Proto": "gopher",
    "X-Forwarded-Prefix": f"//{EVIL}",
    "X-Forwarded-For": "127.0.0.1",
    "X-Real-IP": "127.0.0.1",
    "X-Original-URL": "/internal/people",
    "X-Rewrite-URL": "/internal/people",
    "Forwarded": f"host={EVIL};for=127.0.0.1",
    "X-HTTP-Method-Override": "DELETE",
    "X-User-Id": "1",
    "X-Role": "staff",
}
REQUEST_IDS = ["a b", "a%0d%0aSet-Cookie: x=1", "<script>", "'; --", "x" * 129, "\u00e9", "${x}"]
CORS = ("access-control-allow-origin", "access-control-allow-credentials")
CLOSE = [("Connection", "close")]
TELL_TALES = ("server", "x-powered-by", "via")


@pytest.mark.short
def test_a_location_never_leads_to_anothers_host(shop):
    answer = shop.call("POST", "/users", json=a_person(), headers=FORWARDED)
    accepted(answer, 201)
    assert EVIL not in answer.headers["Location"], answer.headers
    assert EVIL not in answer.text


@pytest.mark.short
def test_a_forwarded_header_makes_nobody_somebody_else(shop, world):
    for path in (world.owner.path, "/users", "/orders"):
        assert shop.call("GET", path, headers=FORWARDED).status_code == 401, path
    assert world.owner.call("GET", "/users", headers=FORWARDED).status_code == 403
    world.is_untouched()


@pytest.mark.short
def test_no_header_of_a_request_becomes_one_of_the_answer(wire):
    for odd in REQUEST_IDS:
        headers = [("X-Request-ID", odd), *CLOSE]
        for answer in wire.send(wire.request("GET", "/health", headers), quiet=0.3):
            assert answer.headers.get("x-request-id") != odd, odd
            assert "set-cookie" not in answer.headers, odd


@pytest.mark.short
def test_no_line_break_of_a_path_becomes_one_of_the_answer(wire):
    for odd in ("%0d%0aSet-Cookie:%20x=1", "%0aX-Odd:%201", "%E5%98%8D%E5%98%8ASet-Cookie:x"):
        for path in (
            f"/{odd}",
            f"/products/{odd}",
            f"/products?cursor={odd}",
            f"/products?q={odd}",
        ):
            for answer in wire.send(wire.request("GET", path, CLOSE), quiet=0.5):
                assert {"set-cookie", "x-odd"}.isdisjoint(answer.headers), path


@pytest.mark.short
def test_no_other_origin_may_read_or_preflight(shop, world):
    for origin in (f"https://{EVIL}", "null", "http://localhost:3000", "file://"):
        asked = {"Origin": origin, "Access-Control-Request-Method": "DELETE"}
        asked |= {"Access-Control-Request-Headers": "authorization"}
        for method, path in (("GET", "/products"), ("OPTIONS", "/products"), ("OPTIONS", "/users")):
            got = {name.lower() for name in shop.call(method, path, headers=asked).headers}
            assert got.isdisjoint(CORS), (origin, method, path)
        assert got.isdisjoint({"access-control-allow-headers", "access-control-allow-methods"})
    answer = world.owner.get(world.owner.path, headers={"Origin": f"https://{EVIL}"})
    assert {name.lower() for name in answer.headers}.isdisjoint(CORS)


@pytest.mark.short
def test_a_foreign_host_gets_nothing_of_its_own(wire, anyone):
    """No address in an answer is built of the Host of a request."""
    accepted(anyone.get("/products", params={"limit": "1"}))
    for host in (EVIL, f"{EVIL}:80", f"x@{EVIL}", unique("h")):
        for answer in wire.send(wire.request("GET", "/products", CLOSE, host=host), 0.5):
            assert host.encode() not in answer.body, host
            assert host not in str(answer.headers), host


def test_no_answer_tells_what_made_it(shop):
    told = {}
    for path in ("/health", "/products", "/no-such", "/users"):
        headers = shop.call("GET", path).headers
        told |= {name: headers.get(name, "") for name in TELL_TALES}
    assert not any(map(str.isdigit, "".join(told.values()))), told
