"""Attacks on the roles of staff, and on the log of their changes: by staff, who have a foot in."""

import threading
from itertools import count

import pytest

from tests.contract.steps import accepted, listed, refused, signed_in

OTHERS = ("support", "warehouse", "catalog")
OVERRIDES = [
    {"X-HTTP-Method-Override": "PUT"},
    {"X-Method-Override": "PUT"},
    {"X-Original-URL": "/api/v1/users"},
    {"X-Rewrite-URL": "/api/v1/audit"},
    {"X-Roles": "admin", "X-Role": "staff", "X-User-Roles": "staff,admin"},
    {"X-Forwarded-User": "admin", "Remote-User": "admin"},
]
BODIES = [
    b'{"roles": ["admin"]}',
    b'{"roles": ["support"], "roles": ["admin"]}',
    b'{"roles": ["admin"], "actor_id": null}',
    b'{"roles": ["\\u0061dmin"]}',
]
READERS = 4


@pytest.fixture
def admin(staff):
    return signed_in(staff.shop, staff.email, staff.password)


@pytest.fixture
def support(colleagues):
    person = colleagues["support"]
    return signed_in(person.shop, person.email, person.password)


@pytest.fixture
def unchanged(admin, colleagues):
    """Checks afterwards that everyone has the roles of before, and the log has no new entry."""

    def seen():
        roles = {who: accepted(admin.get(each.path))["roles"] for who, each in colleagues.items()}
        return roles, [each["id"] for each in listed(admin, "/audit")]

    before = seen()
    yield
    assert seen() == before


@pytest.mark.short
@pytest.mark.parametrize("who", OTHERS)
def test_nobody_with_another_role_gives_a_role(colleagues, unchanged, who):
    thief = colleagues[who]
    for each in colleagues.values():
        for body in BODIES:
            headers = {"Content-Type": "application/json"}
            refused(thief.put(f"{each.path}/roles", data=body, headers=headers), 403)


@pytest.mark.parametrize("who", OTHERS)
def test_no_role_comes_with_ones_own_name_or_email(colleagues, unchanged, who):
    thief = colleagues[who]
    me = {"email": thief.email, "name": "Grace"}
    for more in ({"roles": ["admin"]}, {"role": "staff"}, {"role": "admin"}):
        refused(thief.put(thief.path, me | more), 422)


@pytest.mark.parametrize("headers", OVERRIDES, ids=lambda headers: next(iter(headers)))
def test_no_header_says_who_one_is_or_what_was_asked(colleagues, unchanged, headers):
    warehouse = colleagues["warehouse"]
    refused(warehouse.get("/audit", headers=headers), 403)
    refused(warehouse.get("/users", headers=headers), 403)
    refused(warehouse.put(f"{warehouse.path}/roles", {"roles": ["admin"]}, headers=headers), 403)
    answer = warehouse.post(f"{warehouse.path}/roles", {"roles": ["admin"]}, headers=headers)
    refused(answer, 405)


def test_nobody_changes_the_log_not_even_an_admin(admin, unchanged):
    (newest, *_) = listed(admin, "/audit")
    for method in ("POST", "PUT", "PATCH", "DELETE"):
        assert admin.call(method, "/audit", json=newest).status_code == 405
        assert admin.call(method, f"/audit/{newest['id']}", json=newest).status_code == 404


@pytest.mark.alone
def test_no_request_that_begins_after_the_removal_is_allowed(admin, support):
    """A thief who has a colleague's session, and asks as often as possible from all sides."""
    removals, ended, late, asked = [None], threading.Event(), [], count()

    def ask():
        while not ended.is_set():
            before = removals[-1]  # None while the role is there, or about to be
            status = support.get("/users").status_code
            next(asked)
            if before is not None and before == removals[-1] and status != 403:
                late.append(status)

    threads = [threading.Thread(target=ask) for _ in range(READERS)]
    for thread in threads:
        thread.start()
    try:
        for number in range(5):
            removals.append(None)
            accepted(admin.put(f"{support.path}/roles", {"roles": ["support"]}))
            accepted(support.get("/users"))
            accepted(admin.put(f"{support.path}/roles", {"roles": ["warehouse"]}))
            removals.append(number)
            for _ in range(3):
                refused(support.get("/users"), 403)
    finally:
        ended.set()
        for thread in threads:
            thread.join()
        accepted(admin.put(f"{support.path}/roles", {"roles": ["support"]}))
    assert late == [] and next(asked) > READERS
