"""Invalid bodies of every kind, sent to every operation that reads one."""

import json

import pytest

from .operations import PRODUCT, USER, WITH_JSON
from .steps import accepted, new_key, refused

JSON = {"Content-Type": "application/json"}
LONGEST = 262_144
NO_TEXTS = [None, 5, 1.5, True, [], {}, ["text"], {"a": "b"}, "a\0b", "\ud800", "\udc00x"]
NO_NUMBERS = [None, "1", "", 1.0, 1.5, True, False, [], [1], {}, 10**30, -(10**30), 1e300]
NO_OBJECTS = [None, "text", 5, True, [], [{}], {}]
NO_LISTS = [None, 1, "x", {}, True]
NONE_OF_THE_TYPE = {int: NO_NUMBERS, str: NO_TEXTS, dict: NO_OBJECTS, list: NO_LISTS}
OPTIONAL = {"description", "current"}

MALFORMED = {
    "nothing": b"",
    "a blank": b" ",
    "a bracket": b"{",
    "mixed brackets": b"{]",
    "a word": b"quantity",
    "half a word": b"nul",
    "single quotes": b"{'quantity': 1}",
    "a trailing comma": b'{"quantity": 1,}',
    "a comment": b'{"quantity": 1} // one',
    "two objects": b'{"quantity": 1} {"quantity": 1}',
    "a leading zero": b'{"quantity": 01}',
    "a plus": b'{"quantity": +1}',
    "hexadecimal": b'{"quantity": 0x1}',
    "NaN": b'{"quantity": NaN}',
    "Infinity": b'{"quantity": Infinity}',
    "-Infinity": b'{"quantity": -Infinity}',
    "NaN alone": b"NaN",
    "a form": b"quantity=1",
    "a byte order mark": b'\xef\xbb\xbf{"quantity": 1}',
    "UTF-16": '{"quantity": 1}'.encode("utf-16"),
    "UTF-16 without a mark": '{"quantity": 1}'.encode("utf-16-le"),
    "UTF-32": '{"quantity": 1}'.encode("utf-32"),
    "Latin-1": '{"quantity": "é"}'.encode("latin-1"),
    "half a character": b'{"quantity": "\xe2\x82"}',
    "an overlong character": b'{"quantity": "\xc0\xaf"}',
    "a surrogate in UTF-8": b'{"quantity": "\xed\xa0\x80"}',
    "a raw NUL": b'{"quantity": "\x00"}',
    "a raw line break in a text": b'{"quantity": "\n"}',
    "NUL bytes": b"\x00" * 100,
    "an unfinished escape": b'{"quantity": "\\u12"}',
    "deep lists": b"[" * 100_000,
    "deep objects": b'{"quantity":' * 20_000,
    "deep and closed": b"[" * 100_000 + b"]" * 100_000,
    "a monstrous integer": b'{"quantity": ' + b"9" * 100_000 + b"}",
    "gzip": b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\x03\xab\x05\x00",
}
BAD_TYPES = [
    None,
    "",
    "text/plain",
    "application/x-www-form-urlencoded",
    "multipart/form-data; boundary=x",
    "application/xml",
    "application/jsonx",
    "application/problem+json",
    "json",
    "*/*",
    "application/json; charset=latin-1",
    "application/json; charset=utf-16",
]
GOOD_TYPES = [
    "application/json",
    "Application/JSON",
    "application/json; charset=utf-8",
    'application/json;charset="UTF-8"',
]
FIELDS = [(operation, field) for operation in WITH_JSON for field in operation.body]
NEEDED = [(operation, field) for operation, field in FIELDS if field not in OPTIONAL]


def send(world, operation, **body):
    caller, headers = world.may(operation), {"If-Match": "*", **body.pop("headers", {})}
    headers |= new_key() if operation.key else {}
    return caller.call(operation.method, world.path(operation.path), headers=headers, **body)


def cart_item(world):
    return world.path(f"{USER}/cart/items/{{product}}")


@pytest.mark.parametrize("operation", WITH_JSON, ids=str)
def test_a_body_that_is_no_object_is_422(world, operation):
    for body in ([], [{}], [operation.body], "text", "", 1, 0, 1.5, None, True, False):
        refused(send(world, operation, json=body), 422, "")


@pytest.mark.parametrize("operation", WITH_JSON, ids=str)
def test_an_empty_object_is_told_every_field_it_misses(world, operation):
    problem = refused(send(world, operation, json={}), 422)
    missed = {error["pointer"] for error in problem["errors"]}
    assert missed == {f"/{field}" for field in operation.body if field not in OPTIONAL}
    world.is_untouched()


@pytest.mark.parametrize(("operation", "field"), FIELDS, ids=str)
def test_a_mistyped_field_is_422_and_named(world, operation, field):
    wrong = NONE_OF_THE_TYPE[type(operation.body[field])]
    for value in wrong:
        answer = send(world, operation, json={**operation.body, field: value})
        if value == {} and wrong is NO_OBJECTS:
            refused(answer, 422)  # with an error for the inner object's missing fields
        else:
            refused(answer, 422, f"/{field}")
    world.is_untouched()


@pytest.mark.parametrize(("operation", "field"), NEEDED, ids=str)
def test_a_missing_field_is_422_and_named(world, operation, field):
    body = {name: value for name, value in operation.body.items() if name != field}
    refused(send(world, operation, json=body), 422, f"/{field}")
    world.is_untouched()


@pytest.mark.parametrize("operation", WITH_JSON, ids=str)
def test_an_unknown_field_is_422_so_that_nobody_makes_himself_staff(world, operation):
    extra = {"role": "staff", "is_admin": True, "id": world.stranger.id, "user_id": "x"}
    extra |= {"status": "confirmed", "created_at": "2026-01-01T00:00:00.000Z", "total": 1}
    extra |= {"mfa_enabled": False, "password_hash": "x", "__proto__": {}, "available": 1000}
    for field, value in extra.items():
        refused(send(world, operation, json={**operation.body, field: value}), 422, f"/{field}")
    for field, pointer in {"a/b~c": "/a~1b~0c", "": "/", " ": "/ ", "ä": "/ä"}.items():
        refused(send(world, operation, json={**operation.body, field: 1}), 422, pointer)
    world.is_untouched()


@pytest.mark.parametrize("field", ["\ud800", "\0", "x" * 10_000, "a\nb"], ids=ascii)
def test_an_unspeakable_field_name_is_422(world, field):
    refused(world.owner.put(cart_item(world), {"quantity": 1, field: 1}), 422)
    world.is_untouched()


@pytest.mark.parametrize("body", MALFORMED.values(), ids=MALFORMED)
def test_a_malformed_body_is_400(world, body):
    refused(world.owner.put(cart_item(world), data=body, headers=JSON), 400)
    refused(world.owner.post("/users", data=body, headers=JSON), 400)
    refused(world.owner.post("/tokens", data=body, headers=JSON), 400)
    world.is_untouched()


@pytest.mark.parametrize("operation", WITH_JSON, ids=str)
def test_a_malformed_body_is_400_everywhere(world, operation):
    for body in (b"", b"{", b'{"a": NaN}', b"\xff", b"[" * 100_000):
        refused(send(world, operation, data=body, headers=JSON), 400)
    world.is_untouched()


@pytest.mark.parametrize("media_type", BAD_TYPES, ids=repr)
def test_a_body_that_is_not_called_json_is_415(world, media_type):
    headers = {} if media_type is None else {"Content-Type": media_type}
    body = b'{"quantity": 7}'
    refused(world.owner.put(cart_item(world), data=body, headers=headers), 415)
    world.is_untouched()


def test_json_may_be_called_json_in_several_ways(customer, world):
    path = f"{customer.path}/cart/items/{world.product['id']}"
    for quantity, media_type in enumerate(GOOD_TYPES, start=1):
        body, headers = b'\n{"quantity":\t%d} ' % quantity, {"Content-Type": media_type}
        cart = accepted(customer.put(path, data=body, headers=headers))
        assert [line["quantity"] for line in cart["lines"]] == [quantity]


def test_escapes_in_json_are_the_characters_they_mean(customer):
    body = b'{"\\u0065mail": "%s", "name": "Z\\u006f\\u00eb \\ud83d\\ude00"}'
    body %= customer.email.encode()
    assert (
        accepted(customer.put(customer.path, data=body, headers=JSON))["name"] == "Zoë \U0001f600"
    )
    assert accepted(customer.get(customer.path))["name"] == "Zoë \U0001f600"


def padded(size):
    """A valid body of exactly this many bytes."""
    body = json.dumps({"quantity": 7}).encode()
    return body + b" " * (size - len(body))


def in_pieces(body):
    """requests sends an iterator in chunks, without Content-Length."""
    return (body[start : start + 10_000] for start in range(0, len(body), 10_000))


@pytest.mark.parametrize("send_as", [bytes, in_pieces])
def test_the_longest_body_is_taken(customer, world, send_as):
    path = f"{customer.path}/cart/items/{world.product['id']}"
    accepted(customer.put(path, data=send_as(padded(LONGEST)), headers=JSON))
    assert accepted(customer.get(f"{customer.path}/cart"))["lines"][0]["quantity"] == 7


@pytest.mark.parametrize("send_as", [bytes, in_pieces])
@pytest.mark.parametrize("size", [LONGEST + 1, LONGEST * 2])
def test_one_byte_more_is_413(customer, world, send_as, size):
    path = f"{customer.path}/cart/items/{world.product['id']}"
    refused(customer.put(path, data=send_as(padded(size)), headers=JSON), 413)
    assert accepted(customer.get(f"{customer.path}/cart"))["lines"] == []


def test_a_body_in_chunks_is_read_like_any_other(customer, world):
    path = f"{customer.path}/cart/items/{world.product['id']}"
    accepted(customer.put(path, data=in_pieces(b'{"quantity": 7}'), headers=JSON))
    refused(customer.put(path, data=in_pieces(b'{"quantity": 0}'), headers=JSON), 422, "/quantity")
    refused(customer.put(path, data=in_pieces(b'{"quantity"'), headers=JSON), 400)
    assert accepted(customer.get(f"{customer.path}/cart"))["lines"][0]["quantity"] == 7


def test_a_body_is_ignored_where_none_is_read(customer, world):
    for media_type in ("text/plain", "application/json", "image/png"):
        for body in (b"{", b'{"unknown": 1}', b"\xff" * 100):
            sent = {"data": body, "headers": {"Content-Type": media_type}}
            accepted(customer.delete(f"{customer.path}/cart", **sent), 204)
            accepted(customer.post(f"{customer.path}/mfa", **sent), 201)
            refused(world.staff.post(f"/orders/{world.order['id']}/delivery", **sent), 409)
            accepted(customer.get(customer.path, **sent))


def test_the_next_request_on_a_connection_works_after_a_refused_body(world):
    """A shop that refuses a body unread must send Connection: close, or read the body anyway."""
    for _ in range(200):
        refused(world.owner.put(world.path(PRODUCT), {"name": "x" * 2000}), 403)
        accepted(world.owner.get("/health"))


def test_a_refusal_lists_at_most_20_problems_and_says_how_many_there_are(world):
    unknown = {f"f{number}": 1 for number in range(20)}
    problem = refused(world.owner.put(cart_item(world), {"quantity": 1, **unknown}), 422)
    assert {error["pointer"] for error in problem["errors"]} == {f"/{name}" for name in unknown}
    problem = refused(world.owner.put(cart_item(world), {"quantity": "1", **unknown}), 422)
    assert len(problem["errors"]) == 20
    assert "21" in problem["detail"]


@pytest.mark.parametrize("length", [5, 2_000, 200_000])
def test_a_refusal_is_never_larger_than_the_body_it_refuses(world, length):
    """Many field names, a few long ones, and one that fills the body."""
    names = [f"{number:06d}".rjust(length, "x") for number in range(250_000 // (length + 8))]
    content = json.dumps({"quantity": 1, **dict.fromkeys(names, 1)})
    answer = world.owner.call("PUT", cart_item(world), headers=JSON, data=content)
    problem = refused(answer, 422)
    assert len(problem["errors"]) == min(len(names), 20)
    assert len(answer.content) < 10_000
