"""Rules for every response: form, headers, request id, HEAD, OPTIONS."""

import re
from datetime import UTC, datetime

import pytest

from . import caches, x_roles
from .forms import ID, REQUEST_ID, allowed, check_headers, json_of, told
from .operations import OPERATIONS, ORDER, PATHS, PRODUCT, USER, methods_of
from .steps import a_customer, accepted, refused, unique

FILES = ("/image", "/images/{image}", "/order-exports")  # no JSON
GETS = [o for o in OPERATIONS if o.method == "GET"]
READS = [o for o in GETS if not o.path.endswith(FILES)]
LISTS = {"/users", "/products", "/orders", "/products/bestsellers", "/audit"}
LISTS |= {"/analytics/trending", "/providers"}
LIST_ENDINGS = ("/orders", "/notifications", "/adjustments", "/identities", "/lines")
GOOD_REQUEST_IDS = ["a", "A-b_c.9", "x" * 128, "0", "..", "-"]
BAD_REQUEST_IDS = ["", "x" * 129, "a b", "a/b", "ä".encode(), "a\tb", "<script>", "a,b", "x" * 5000]
TRACEPARENTS = [
    "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
    "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-00",
    "00-00000000000000000000000000000000-0000000000000000-00",
    "ff-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
    "cc-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01-later-version",
    "00-short-01",
    "garbage",
    "",
    "é".encode(),
    "0" * 5000,
]


@pytest.mark.parametrize("operation", READS, ids=str)
def test_every_read_answers_in_the_envelope(world, operation):
    data = accepted(world.may(operation).get(world.path(operation.path)))
    is_list = operation.path in LISTS or operation.path.endswith(LIST_ENDINGS)
    assert isinstance(data, list) == is_list


def test_every_answer_has_a_request_id_of_its_own(anyone):
    answers = [anyone.get("/products") for _ in range(5)]
    assert len({answer.headers["X-Request-ID"] for answer in answers}) == 5


@pytest.mark.parametrize("request_id", GOOD_REQUEST_IDS)
def test_a_good_request_id_is_echoed_in_success_and_refusal(anyone, request_id):
    sent = {"X-Request-ID": request_id}
    success = anyone.get("/products", headers=sent)
    accepted(success)
    assert success.json()["meta"]["request_id"] == request_id
    problem = refused(anyone.get("/no-such-path", headers=sent), 404)
    assert problem["request_id"] == request_id


@pytest.mark.parametrize("request_id", BAD_REQUEST_IDS, ids=repr)
def test_a_bad_request_id_is_replaced(anyone, request_id):
    answer = anyone.get("/products", headers={"X-Request-ID": request_id})
    accepted(answer)
    given = answer.headers["X-Request-ID"]
    assert REQUEST_ID.fullmatch(given) and given != request_id


def test_the_answer_to_a_write_carries_the_request_id_too(anyone, customer):
    sent = {"X-Request-ID": unique("write")}
    person = {"email": f"{unique('ada')}@example.org", "name": "Ada", "password": "7391846205"}
    answers = [
        anyone.post("/users", person, headers=sent),
        customer.delete(f"{customer.path}/cart", headers=sent),
        customer.call("OPTIONS", "/products", headers=sent),
        customer.head("/products", headers=sent),
    ]
    assert [answer.headers["X-Request-ID"] for answer in answers] == [sent["X-Request-ID"]] * 4
    accepted(answers[0], 201)
    accepted(answers[1], 204)


@pytest.mark.parametrize("traceparent", TRACEPARENTS, ids=repr)
def test_any_traceparent_is_lived_with(anyone, traceparent):
    sent = {"traceparent": traceparent, "tracestate": "vendor=1"}
    accepted(anyone.get("/products", params={"limit": 1}, headers=sent))
    refused(anyone.get("/orders", headers=sent), 401)


@pytest.mark.parametrize("operation", READS, ids=str)
def test_head_is_get_without_a_body(world, operation):
    person, path = world.may(operation), world.path(operation.path)
    sent = {"X-Request-ID": unique("head")}
    full, head = person.get(path, headers=sent), person.head(path, headers=sent)
    assert head.content == b""
    check_headers(head)
    assert head.status_code == full.status_code == 200
    for name in ("Content-Type", "Cache-Control", "X-Request-ID", "Vary"):
        assert head.headers.get(name) == full.headers.get(name), name
    if operation.path not in LISTS:  # others may have added to it in between
        assert head.headers.get("ETag") == full.headers.get("ETag")
        assert head.headers.get("Content-Length") in (None, str(len(full.content)))


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/no-such-path", 404),
        ("/products/018f0000-0000-7000-8000-000000000000", 404),
        ("/users", 401),
        ("/orders", 401),
        ("/tokens", 405),
        ("/products?limit=0", 422),
    ],
)
def test_head_is_refused_like_get_without_a_body(anyone, path, status):
    head = anyone.head(path)
    assert (head.status_code, head.content) == (status, b"")
    check_headers(head)
    assert head.headers["Content-Type"].startswith("application/problem+json")
    refused(anyone.get(path), status)


@pytest.mark.parametrize("path", PATHS)
def test_options_names_the_methods_of_a_path(anyone, world, path):
    answer = anyone.call("OPTIONS", world.path(path))
    accepted(answer, 204)
    if path != "/products/bestsellers":  # the same address as /products/{id}, with an odd id
        assert allowed(answer) == methods_of(path)


def test_options_of_an_unknown_path_is_404(anyone):
    refused(anyone.call("OPTIONS", "/no-such-path"), 404)


def test_the_product_list_and_a_product_are_public(anyone, world):
    product = accepted(anyone.get(f"/products/{world.product['id']}"))
    assert product["name"] == world.product["name"]
    accepted(anyone.get("/products"))
    accepted(anyone.get(f"/products/{world.product['id']}/availability"))


def test_a_bad_token_does_not_matter_where_none_is_needed(anyone, shop):
    for path in ("/products", "/products/bestsellers", "/health"):
        accepted(anyone.get(path, headers={"Authorization": "Bearer no.such.token"}))
    accepted(anyone.get("/products", headers={"Authorization": "Basic YTpi"}))
    person = {"email": f"{unique('ada')}@example.org", "name": "Ada", "password": "7391846205"}
    accepted(shop.call("POST", "/users", token="no.such.token", json=person), 201)
    del person["name"]
    accepted(shop.call("POST", "/tokens", token="no.such.token", json=person), 201)


def test_what_is_private_is_not_stored_by_caches(world):
    for operation in READS:
        if operation.who != "public":
            answer = world.may(operation).get(world.path(operation.path))
            assert "no-store" in answer.headers["Cache-Control"], told(answer)


def test_each_get_of_the_contract_is_known_here():
    promised = {re.sub(r"\{.*?\}", "{}", o.path) for o in x_roles.OPERATIONS if o.method == "GET"}
    assert {re.sub(r"\{.*?\}", "{}", o.path) for o in GETS} == promised


def test_a_shared_cache_keeps_nothing_that_depends_on_the_sender(world, anyone):
    """Such as a CDN's (RFC 9111, 3): it may answer one person with what it got for another."""
    for operation in GETS:
        path = world.path(operation.path)
        for person in (world.may(operation), anyone):
            answer = person.get(path)
            if "Set-Cookie" in answer.headers or operation.who != "public" or not answer.ok:
                assert not caches.may_store(answer), told(answer)
            assert not caches.may_reuse(answer), told(answer)


def test_a_product_is_kept_by_caches_only_to_be_asked_for_again(anyone, world):
    answer = anyone.get(f"/products/{world.product['id']}")
    accepted(answer)
    assert answer.headers["Cache-Control"] == "no-cache"
    assert answer.headers["ETag"].startswith('"')
    fresh = anyone.get(f"/products/{world.product['id']}/availability").headers["Cache-Control"]
    assert "no-store" in fresh or "no-cache" in fresh


def test_an_answer_is_not_the_one_before(shop):
    """A constant response would be the same for two people, and at two times."""
    one, other = a_customer(shop, name="One"), a_customer(shop, name="Other")
    first, second = one.get(one.path), other.get(other.path)
    assert (accepted(first)["name"], accepted(second)["name"]) == ("One", "Other")
    assert accepted(one.get(one.path))["id"] != accepted(second)["id"]
    assert first.json()["meta"]["timestamp"] <= second.json()["meta"]["timestamp"]


def test_text_of_any_script_comes_back_as_it_was_sent(shop):
    name = "Zoë 李 \U0001f600 \u202e עברית"
    customer = a_customer(shop, name=name)
    answer = customer.get(customer.path)
    assert accepted(answer)["name"] == name
    assert json_of(answer)["data"]["name"] == name


def test_an_id_is_a_uuidv7_of_the_moment_the_thing_was_made(world):
    things = [accepted(world.owner.get(world.path(path))) for path in (USER, PRODUCT, ORDER)]
    things += accepted(world.staff.get(world.path(f"{PRODUCT}/stock/adjustments")))
    for thing in things:
        assert ID.fullmatch(thing["id"]), thing
        milliseconds = int(thing["id"].replace("-", "")[:12], 16)
        second = datetime.fromtimestamp(milliseconds // 1000, UTC)
        assert thing["created_at"] == f"{second:%Y-%m-%dT%H:%M:%S}.{milliseconds % 1000:03d}Z"
