"""The roles of staff: who may set them, what they allow, and that they count at once.

These tests change what the first staff may do, and give it back: each runs alone.
"""

from contextlib import contextmanager

import pytest

from .operations import OPERATIONS, STAFF
from .people import the_user
from .representations import A_TIME, AN_ID
from .steps import accepted, at_once, listed, refused, signed_in

pytestmark = pytest.mark.alone
DENIED = "Your roles do not allow this."


@pytest.fixture
def admin(staff):
    return signed_in(staff.shop, staff.email, staff.password)


@pytest.fixture
def support(colleagues, admin):
    """A member of staff whose role a test may change: it is given back."""
    person = colleagues["support"]
    person = signed_in(person.shop, person.email, person.password)
    yield person
    accepted(given(admin, person, "support"))


def given(admin, person, *roles):
    return admin.put(f"{person.path}/roles", {"roles": list(roles)})


def entries(admin):
    return [each for each, _ in zip(listed(admin, "/audit"), range(10), strict=False)]


@contextmanager
def one_entry(admin, by, of, before, after):
    """The block adds this entry to the log, and no other."""
    was = entries(admin)
    yield
    now = entries(admin)
    new = [each for each in now if each["id"] not in {old["id"] for old in was}]
    about = {"actor_id": by.id, "user_id": of.id, "before": before, "after": after}
    assert new == [{"id": AN_ID, "action": "set_roles", "created_at": A_TIME, **about}]


def test_an_admin_sets_roles_and_reads_them_back(admin, support):
    with one_entry(admin, admin, support, ["support"], ["catalog", "warehouse"]):
        changed = accepted(given(admin, support, "warehouse", "catalog"))
    roles = ["catalog", "warehouse"]
    assert changed == the_user(support.email, "Support", "staff", roles=roles)
    assert accepted(admin.get(support.path)) == changed
    assert accepted(support.get(support.path)) == changed


def test_a_customer_has_no_roles(customer):
    assert accepted(customer.get(customer.path))["roles"] == []


def test_a_change_counts_at_once_in_a_session_that_lives(admin, support):
    for _ in range(3):
        accepted(support.get("/users"))
        accepted(given(admin, support, "warehouse"))
        assert refused(support.get("/users"), 403)["detail"] == DENIED
        accepted(support.get("/orders"))
        accepted(given(admin, support))
        refused(support.get("/orders"), 403)
        accepted(given(admin, support, "support"))


def test_the_same_roles_again_are_no_change_and_no_entry(admin, support):
    was = entries(admin)
    accepted(given(admin, support, "support"))
    assert entries(admin) == was


def test_a_customer_never_becomes_staff(admin, customer):
    was = entries(admin)
    refused(given(admin, customer, "support"), 409)
    refused(given(admin, customer), 409)
    person = accepted(admin.get(customer.path))
    assert (person["role"], person["roles"]) == ("customer", [])
    assert entries(admin) == was


@pytest.mark.parametrize("who", ["support", "warehouse", "catalog"])
def test_no_other_role_sets_roles_not_even_their_own(colleagues, admin, who):
    person, was = colleagues[who], entries(admin)
    assert refused(given(person, person, "admin"), 403)["detail"] == DENIED
    refused(given(person, admin), 403)
    refused(person.get("/audit"), 403)
    assert entries(admin) == was


@pytest.mark.parametrize(
    "body",
    [{}, {"roles": ["emperor"]}, {"roles": ["admin", "admin"]}, {"roles": "admin"}, [], None]
    + [{"roles": ["support"], "role": "customer"}],
)
def test_what_is_no_set_of_roles_is_422(admin, support, body):
    was = entries(admin)
    refused(admin.put(f"{support.path}/roles", body), 422)
    assert entries(admin) == was


def test_an_unknown_person_is_404(admin):
    refused(admin.put("/users/018f0000-0000-7000-8000-000000000000/roles", {"roles": []}), 404)


def test_the_last_admin_keeps_the_role(admin, support):
    refused(given(admin, admin), 409)
    refused(given(admin, admin, "support", "catalog"), 409)
    accepted(given(admin, support, "admin"))
    accepted(given(support, support, "support"))
    refused(given(admin, admin, "warehouse"), 409)
    assert accepted(admin.get(admin.path))["roles"] == ["admin"]


def test_two_admins_who_demote_each_other_leave_one(admin, support):
    for _ in range(5):
        accepted(given(admin, support, "admin", "support"))
        answers = at_once(
            lambda: given(admin, support, "support"), lambda: given(support, admin, "support")
        )
        won = [answer for answer in answers if answer.status_code == 200]
        assert len(won) == 1, [answer.text for answer in answers]
        [lost] = [answer for answer in answers if answer not in won]
        assert lost.status_code in (403, 409)
        if accepted(support.get(support.path))["roles"] == ["admin", "support"]:
            accepted(given(support, admin, "admin"))
        assert accepted(admin.get(admin.path))["roles"] == ["admin"]


def test_of_two_changes_at_once_each_is_one_entry(admin, support):
    was = len(entries(admin)) and entries(admin)[0]["id"]
    answers = at_once(
        lambda: given(admin, support, "catalog"), lambda: given(admin, support, "warehouse")
    )
    for answer in answers:
        accepted(answer)
    new = [each for each in entries(admin) if each["id"] > was]
    assert [each["before"] for each in new] == [new[1]["after"], ["support"]]
    assert new[0]["after"] == accepted(admin.get(support.path))["roles"]


def test_the_log_comes_in_pages_newest_first(admin, support):
    accepted(given(admin, support, "catalog"))
    accepted(given(admin, support, "support"))
    whole = [each["id"] for each in listed(admin, "/audit", limit=1)][:4]
    assert whole == sorted(whole, reverse=True) and len(whole) >= 2
    refused(admin.get("/audit", params={"cursor": "nonsense"}), 422)


def test_staff_without_a_role_may_do_nothing_of_staff(admin, support, world):
    accepted(given(admin, support))
    for operation in [each for each in OPERATIONS if each.who == STAFF]:
        body = {} if operation.body is None else {"json": operation.body}
        response = support.call(operation.method, world.path(operation.path), **body)
        assert refused(response, 403)["detail"] == DENIED
    accepted(support.get(f"{support.path}/cart"))
