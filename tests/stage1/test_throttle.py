"""Whoever knocks at a locked e-mail costs the shop next to nothing."""

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
def nobody_hashes(locked, monkeypatch):
    for name in ("matches", "hashed"):
        monkeypatch.delattr(passwords, name)


def sign_in(shop, person):
    body = {"email": person.email, "password": "a wrong password"}
    return shop.post(f"{BASE}/tokens", json=body)


def test_a_sign_in_with_a_locked_email_hashes_no_password(shop, locked, nobody_hashes):
    assert sign_in(shop, locked).status_code == 429


def test_a_change_of_password_with_a_locked_email_hashes_none(locked, nobody_hashes):
    body = {"current": locked.password, "new": "another password"}
    assert locked.put(f"/users/{locked.id}/password", body).status_code == 429
