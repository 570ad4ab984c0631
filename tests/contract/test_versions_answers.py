"""What answers say about versions: the end of version 1, addresses, cookies, lines, and counts."""

import re
from email.utils import parsedate_to_datetime
from urllib.parse import urljoin

import pytest
import requests

from .forms import allowed, told
from .steps import LISTED, a_customer, accepted, eventually, refused
from .ways import BOTH, Ways, a_body_of

ABOUT_THE_END = ("Deprecation", "Sunset", "Link")
CALLS = re.compile(r'^shop_api_calls_total\{version="2"\} ([0-9.]+)$', re.MULTILINE)


@pytest.fixture
def visitor(anyone):
    return Ways(anyone)


@pytest.fixture
def owner(world):
    return Ways(world.owner)


ASKED = [  # a success, a 201, and refusals of several kinds
    ("GET", "/products/{product}"),
    ("HEAD", "/products"),
    ("GET", "/orders/{order}"),
    ("GET", "/health"),
    ("GET", "/users"),  # 403
    ("GET", "/nothing"),  # 404
    ("DELETE", "/health"),  # 405
    ("POST", "/users"),  # 415
]


@pytest.mark.parametrize("how", [{"base": "/v1"}, {"header": "1"}, {"parameter": "1"}], ids=str)
def test_each_answer_of_version_1_tells_of_its_end(world, owner, how):
    for method, path in ASKED:
        answer = owner.call(method, world.path(path), **how)
        since = re.fullmatch(r"@([0-9]+)", answer.headers["Deprecation"])
        end = parsedate_to_datetime(answer.headers["Sunset"])
        assert since and int(since[1]) < end.timestamp(), told(answer)
        link = re.fullmatch('<([^<>"]+)>; rel="successor-version"', answer.headers["Link"])
        assert link and "/api/v2/" in link[1], told(answer)


def test_no_answer_of_version_2_does(world, owner):
    for method, path in ASKED:
        answer = owner.url("2", method, world.path(path))
        assert not set(ABOUT_THE_END) & set(answer.headers), told(answer)


def test_the_successor_is_the_same_thing_in_version_2(visitor, world):
    old = visitor.url("1", "GET", f"/products/{world.product['id']}")
    link = re.fullmatch('<([^<>"]+)>; .*', old.headers["Link"])
    new = requests.get(urljoin(old.url, link[1]), timeout=30)
    assert accepted(new)["id"] == accepted(old)["id"]
    assert "Deprecation" not in new.headers


@pytest.mark.parametrize("version", BOTH)
def test_addresses_in_an_answer_are_of_its_version(staff, version):
    for way in ({"base": f"/v{version}"}, {"header": version}):
        made = Ways(staff).call("POST", "/products", json=a_body_of(version), **way)
        product = accepted(made, 201)
        assert made.headers["Location"].endswith(f"/api/v{version}/products/{product['id']}")


@pytest.mark.parametrize("base, header", [("/v1", None), ("/v2", None), ("", "1"), ("", "2")])
def test_a_session_cookie_goes_back_to_where_it_came_from(shop, visitor, base, header):
    person = a_customer(shop)
    body = {"email": person.email, "password": person.password, "session": "cookie"}
    answer = visitor.call("POST", "/tokens", base, header, json=body)
    assert answer.status_code == 201, told(answer)
    scope = answer.headers["Set-Cookie"].split("; ")
    (path,) = [part for part in scope if part.startswith("Path=")]
    assert path.endswith(f"/api{base}/tokens")
    cookie = {"Cookie": scope[0], "X-Shop-Session": "cookie"}
    again = visitor.call(
        "POST", "/tokens/refresh", base, header, json={"session": "cookie"}, headers=cookie
    )
    assert again.status_code == 201, told(again)


def test_lines_are_as_private_as_their_order(staff, world, visitor, owner):
    path = f"/orders/{world.order['id']}/lines"
    lines = accepted(owner.url("2", "GET", path))
    assert len(lines) == 1 and lines[0]["product_id"] == world.product["id"]
    assert accepted(Ways(staff).url("2", "GET", path)) == lines
    refused(Ways(world.stranger).url("2", "GET", path), 404)
    refused(visitor.url("2", "GET", path), 401)
    refused(owner.url("2", "GET", path.replace(world.order["id"], "nonsense")), 404)


def test_only_version_2_has_lines_of_their_own(world, owner):
    path = f"/orders/{world.order['id']}/lines"
    refused(owner.url("1", "GET", path), 404)
    for method in ("POST", "PUT", "DELETE"):
        answer = owner.url("2", method, path)
        refused(answer, 405)
        assert allowed(answer) == {"GET", "HEAD", "OPTIONS"}
    options = owner.url("2", "OPTIONS", path)
    assert options.status_code == 204 and allowed(options) == {"GET", "HEAD", "OPTIONS"}


def test_a_head_says_what_a_get_says(world, visitor):
    path = f"/products/{world.product['id']}"
    got, head = (visitor.url("2", method, path) for method in ("GET", "HEAD"))
    assert head.status_code == 200 and head.content == b""
    assert head.headers["ETag"] == got.headers["ETag"]
    assert head.headers.get("Content-Length") in (None, str(len(got.content)))


def test_calls_are_counted_by_version(visitor, metrics):
    def counted():
        found = CALLS.search(metrics().text)
        return float(found[1]) if found else 0

    before = counted()
    for _ in range(3):
        accepted(visitor.url("2", "GET", "/health"))

    def check():
        assert counted() >= before + 3

    eventually(check, LISTED)
