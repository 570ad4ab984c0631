"""`commands staff EMAIL` makes a member of staff; no request can."""

import re

import pytest

from shop import commands
from shop.config import config

from .person import Person, data


def staff_password(printed):
    return re.search(r"Password: (\S+)", printed)[1]


def test_a_new_member_of_staff_gets_a_password(shop, capsys):
    commands.main(["staff", "grace@example.com"])
    printed = capsys.readouterr().out
    assert "grace@example.com" in printed
    grace = Person(shop, "grace@example.com", staff_password(printed))
    assert data(grace.get("/users"))[0]["role"] == "staff"


def test_two_new_members_get_two_passwords(shop, capsys):
    for name in ("grace", "edith"):
        commands.main(["staff", f"{name}@example.com"])
    assert len(set(re.findall(r"Password: (\S+)", capsys.readouterr().out))) == 2


def test_a_customer_becomes_staff_and_keeps_the_password(shop, capsys):
    customer = Person.new(shop)
    assert customer.get("/users").status_code == 403
    commands.main(["staff", f"  {customer.email.upper()} ".strip()])
    assert "Password:" not in capsys.readouterr().out
    assert data(customer.get("/users"))
    assert data(Person(shop, customer.email, customer.password).get("/users"))


def test_a_role_is_given_and_none_is_taken(shop, capsys):
    customer = Person.new(shop)
    for role, roles in (("support", ["support"]), ("catalog", ["catalog", "support"])):
        commands.main(["staff", customer.email, role])
        assert data(customer.get(f"/users/{customer.id}"))["roles"] == roles
    assert customer.get("/audit").status_code == 403


def test_an_unknown_role_is_refused_in_a_line(shop):
    with pytest.raises(SystemExit, match="emperor is no role. There is admin, catalog, support"):
        commands.main(["staff", "grace@example.com", "emperor"])


def test_who_is_staff_already_stays_so(shop, staff):
    commands.main(["staff", staff.email])
    assert data(staff.get("/users"))


@pytest.mark.parametrize("email", ["", "nobody", "a@b", "a b@example.com"])
def test_what_is_no_address_is_refused_in_a_line(shop, email):
    with pytest.raises(SystemExit) as caught:
        commands.main(["staff", email])
    assert "\n" not in caught.value.code
    assert caught.value.code


@pytest.mark.parametrize("words", [[], ["staff"], ["prepare", "x"], ["nonsense"]])
def test_another_command_shows_how_it_is_done(settings, words):
    settings()
    with pytest.raises(SystemExit) as caught:
        commands.main(words)
    assert "prepare" in caught.value.code
    assert not config().data.exists()
