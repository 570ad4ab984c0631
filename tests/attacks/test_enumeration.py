"""A rejected request reveals neither who or what exists, nor what is inside."""

import re

import pytest

from tests.contract.operations import OPERATIONS, USER
from tests.contract.steps import PASSWORD, new_key, refused, sign_in, unique
from tests.contract.test_access import NOBODYS

INSIDE = re.compile(
    r"Traceback|File \"|line \d+, in |site-packages|sqlite|psycopg|postgres|sqlalchemy|SELECT |"
    r"INSERT |botocore|boto3|dynamodb|redis|celery|werkzeug|flask|chalice|granian|lambda|arn:aws|"
    r"ministack|/usr/|/home/|/var/|0x[0-9a-f]{8}|Error\b.*\(|\bKeyError|\bTypeError|127\.0\.0\.1:\d",
    re.I,
)
BODIES = [b"", b"{", b"[]", b"null", b'{"a":1}', b"\xff\xfe", b'"x"', b"[" * 5000, b"1" * 5000]
QUERIES = ["limit=x", "cursor=x", "limit=1&cursor=%00", "q=%FF", "sort=;", "status=x", "size=x"]


def without_names(problem):
    return {k: v for k, v in problem.items() if k not in ("instance", "request_id")}


@pytest.mark.short
def test_a_sign_in_does_not_tell_who_has_an_account(shop, world):
    known = refused(sign_in(shop, world.stranger.email, "not this one 1"), 401)
    unknown = refused(sign_in(shop, f"{unique('x')}@example.org", "not this one 1"), 401)
    with_code = refused(sign_in(shop, world.stranger.email, "not this one 1", otp="000000"), 401)
    assert without_names(known) == without_names(unknown) == without_names(with_code)


@pytest.mark.short
def test_an_id_does_not_tell_whether_it_exists(world):
    """Another user's, one that doesn't exist, and a malformed one: the same words."""
    for operation in OPERATIONS:
        if operation.path.startswith((USER, "/orders/{order}")) and operation.who != "staff":
            headers = new_key() if operation.key else {}
            body = {} if operation.body is None else {"json": operation.body}
            said = []
            for ids in ({}, {"user": NOBODYS, "order": NOBODYS}, {"user": "x", "order": "x"}):
                path = world.path(operation.path, **ids)
                answer = world.stranger.call(operation.method, path, headers=headers, **body)
                said.append(without_names(refused(answer, 404)))
            assert said[0] == said[1] == said[2], operation


@pytest.mark.short
def test_no_refusal_tells_what_is_inside(world, anyone):
    told = {}
    for operation in OPERATIONS:
        for person in (anyone, world.stranger):
            for answer in refusals(person, operation, world):
                assert answer.status_code < 500, (operation, answer.text)
                found = INSIDE.search(answer.text)
                if found and answer.status_code >= 400:
                    told[f"{operation} {answer.status_code}"] = found[0]
    assert told == {}
    world.is_untouched()


def refusals(person, operation, world):
    path, json = world.path(operation.path), {"Content-Type": "application/json"}
    if operation.method != "GET":
        yield person.call(
            operation.method, path, headers={"Content-Type": "text/xml"}, data=b"<a/>"
        )
        if operation.body is not None:
            for body in BODIES:
                yield person.call(operation.method, path, headers=json | new_key(), data=body)
    else:
        for query in QUERIES:
            yield person.call("GET", f"{path}?{query}")
    yield person.call("PATCH", path)


def test_a_signed_in_customer_learns_nobodys_email(world):
    for path in ("/users", f"/users?email={world.owner.email}", f"/users/{world.owner.id}"):
        assert world.owner.email not in world.stranger.get(path).text
    answer = world.stranger.put(
        world.stranger.path, {"email": world.owner.email, "name": "Grace Hopper"}
    )
    assert answer.status_code in (401, 409) and PASSWORD not in answer.text
