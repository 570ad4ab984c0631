"""Every operation of openapi.yaml, called by each kind of client that may not: one table, read from
the contract."""

from pathlib import Path

import pytest
import yaml

from tests.contract.operations import OPERATIONS, OWNER, PUBLIC, READER, STAFF
from tests.contract.steps import new_key
from tests.contract.test_access import NOBODYS

WRITTEN = yaml.safe_load((Path(__file__).parents[2] / "shared/openapi.yaml").read_text())
METHODS = ("get", "post", "put", "delete", "patch")
BY_ITSELF = {"DELETE /tokens/current"}  # of the sender of the token
HIDDEN = {"GET /metrics"}  # no operation of the public address


def written():
    """{(method, path with {} for each id): is it public?}"""
    return {
        (method.upper(), shape_of(path)): needs_no_token(operation)
        for path, operations in WRITTEN["paths"].items()
        for method, operation in operations.items()
        if method in METHODS
    }


def needs_no_token(operation):
    """Public, or with a token that may be left out (OpenAPI 3.1: an empty requirement)."""
    asked = operation.get("security")
    return asked is not None and (asked == [] or {} in asked)


def shape_of(path):
    return "/".join("{}" if part.startswith("{") else part for part in path.split("/"))


def called(person, operation, path):
    headers = {**(new_key() if operation.key else {}), "If-Match": "*"}
    body = {"json": operation.body} if operation.body is not None else {}
    return person.call(operation.method, path, headers=headers, **body).status_code


@pytest.mark.short
def test_the_table_has_every_operation_of_the_contract():
    """So that an operation that is added is attacked as well."""
    known = {(each.method, shape_of(each.path)): each.who == PUBLIC for each in OPERATIONS}
    found = {k: v for k, v in written().items() if " ".join(k) not in BY_ITSELF | HIDDEN}
    assert found == known


@pytest.mark.short
def test_nobody_gets_further_than_the_matrix_says(world, anyone, wire):
    """{case: (status it got, status it must get)}, of all that differ."""
    wrong = {}
    for operation in OPERATIONS:
        for who, person, path, status in cases(world, anyone, operation):
            got = called(person, operation, path)
            if got != status:
                wrong[f"{who}: {operation.method} {path}"] = (got, status)
    assert wrong == {}
    world.is_untouched()


def cases(world, anyone, operation):
    """(who, person, path, status) of each caller that must be refused."""
    path = world.path(operation.path)
    missing = world.path(operation.path, user=NOBODYS, order=NOBODYS, product=NOBODYS)
    if operation.who == PUBLIC:
        return
    yield "nobody", anyone, path, 401
    yield "nobody", anyone, missing, 401
    if operation.who == STAFF:
        yield "a customer", world.owner, path, 403
        yield "a customer", world.owner, missing, 403
    if operation.who in (OWNER, READER):
        yield "a stranger", world.stranger, path, 404
        yield "a stranger", world.stranger, missing, 404
    if operation.who == OWNER:
        yield "staff", world.staff, path, 404
