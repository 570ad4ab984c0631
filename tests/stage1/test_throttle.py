"""An attempt against a locked counter costs the shop next to nothing."""

import pytest

from shop.config import BASE
from shop_rules import passwords
from shop_rules.throttle import FAILURES

from .person import Person


@pytest.fixture
def locked(shop):
    """A person whose e-mail is locked."""
    person = Person.new(shop)
    for _ in range(FAILURES):
        assert sign_in(shop, person).status_code == 401
    return person


@pytest.fixture
def thief(shop):
    """A signed-in person who has guessed at the current password until it was locked."""
    person = Person.new(shop)
    for _ in range(FAILURES):
        assert change_password(person, "a wrong password").status_code == 422
    return person


@pytest.fixture
def nobody_hashes(monkeypatch):
    """To be asked for after whatever has to hash."""
    for name in ("matches", "hashed"):
        monkeypatch.delattr(passwords, name)


def sign_in(shop, person):
    body = {"email": person.email, "password": "a wrong password"}
    return shop.post(f"{BASE}/tokens", json=body)


def change_password(person, current):
    body = {"current": current, "new": "another password"}
    return person.put(f"/users/{person.id}/password", json=body)


def test_a_sign_in_with_a_locked_email_hashes_no_password(shop, locked, nobody_hashes):
    assert sign_in(shop, locked).status_code == 429


def test_a_change_of_password_that_is_locked_hashes_none(thief, nobody_hashes):
    assert change_password(thief, thief.password).status_code == 429
