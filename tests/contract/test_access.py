"""Authorization: 401 if not signed in, 403 for customers as staff, 404 for other people's data."""

import pytest

from .operations import OPERATIONS, OWNER, PRIVATE, READER, STAFF, USER, malformed
from .steps import new_key, refused

NOBODYS = "018f0000-0000-7000-8000-000000000000"
OF_STAFF = [operation for operation in OPERATIONS if operation.who == STAFF]
OF_A_PERSON = [operation for operation in OPERATIONS if operation.who in (OWNER, READER)]
OF_THE_OWNER = [operation for operation in OPERATIONS if operation.who == OWNER]
AUTHORIZATIONS = ["", "Bearer", "Bearer ", "Bearer x", "Basic YTpi", "Token x", "Bearer a.b.c"]


def call(person, operation, path, **more):
    """A valid call of the operation, so that only the caller is wrong."""
    headers = {**(new_key() if operation.key else {}), "If-Match": "*", **more.pop("headers", {})}
    body = {"json": operation.body} if operation.body is not None else {}
    return person.call(operation.method, path, headers=headers, **body, **more)


@pytest.mark.parametrize("operation", PRIVATE, ids=str)
def test_nobody_gets_in_without_a_token(world, anyone, operation):
    path = world.path(operation.path)
    refused(call(anyone, operation, path), 401)
    for authorization in AUTHORIZATIONS:
        headers = {"Authorization": authorization}
        refused(call(anyone, operation, path, headers=headers), 401)
    world.is_untouched()


@pytest.mark.parametrize("operation", PRIVATE, ids=str)
def test_without_a_token_it_is_401_whatever_the_id(world, anyone, operation):
    for odd in (NOBODYS, "nonsense", "%00", world.owner.id.upper()):
        refused(
            call(anyone, operation, world.path(operation.path, user=odd, product=odd, order=odd)),
            401,
        )


@pytest.mark.parametrize("operation", OF_STAFF, ids=str)
def test_a_customer_on_a_staff_operation_is_403_whatever_the_id(world, operation):
    problems = []
    for odd in (world.product["id"], NOBODYS, "nonsense"):
        ids = {"product": odd, "order": odd if odd != world.product["id"] else world.order["id"]}
        path = world.path(operation.path, **ids)
        problems.append(refused(call(world.owner, operation, path), 403)["detail"])
    assert len(set(problems)) == 1, "the refusal tells which ids exist"
    world.is_untouched()


@pytest.mark.parametrize("operation", OF_A_PERSON, ids=str)
def test_another_persons_things_are_404_like_things_that_do_not_exist(world, operation):
    theirs = refused(call(world.stranger, operation, world.path(operation.path)), 404)
    missing = world.path(operation.path, user=NOBODYS, order=NOBODYS)
    nobodys = refused(call(world.stranger, operation, missing), 404)
    for problem in (theirs, nobodys):
        del problem["instance"], problem["request_id"]
    assert theirs == nobodys
    world.is_untouched()


@pytest.mark.parametrize("operation", OF_THE_OWNER, ids=str)
def test_staff_never_act_as_a_customer(world, operation):
    refused(call(world.staff, operation, world.path(operation.path)), 404)
    world.is_untouched()


@pytest.mark.parametrize("operation", OF_A_PERSON, ids=str)
def test_ones_own_id_in_another_case_is_not_ones_own(world, operation):
    for odd in malformed(world.owner.id)[:6]:
        path = world.path(operation.path, user=odd, order=odd)
        refused(call(world.owner, operation, path), 404)
    world.is_untouched()


def test_another_persons_things_are_404_with_a_bad_query_and_a_bad_body_too(world):
    for ending in ("/orders", "/notifications"):
        path = world.path(USER + ending)
        refused(world.stranger.get(path, params={"limit": "0", "cursor": "x"}), 404)
    for body in ({}, [], None, {"quantity": 0}):
        item = world.path(f"{USER}/cart/items/{{product}}")
        refused(world.stranger.put(item, body), 404)
