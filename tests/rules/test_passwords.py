import pytest
from argon2 import PasswordHasher

from shop_rules import passwords

KNOWN = passwords.hashed("correct horse battery")


@pytest.fixture
def verifications(monkeypatch):
    """The hashes that were checked: each check costs 19 MiB and two passes."""
    checked, verify = [], PasswordHasher.verify

    def counting(hasher, password_hash, password):
        checked.append(password_hash)
        return verify(hasher, password_hash, password)

    monkeypatch.setattr(PasswordHasher, "verify", counting)
    return checked


def test_a_password_matches_its_hash():
    assert passwords.matches(KNOWN, "correct horse battery") is True


@pytest.mark.parametrize(
    "other", ["", "correct horse batter", "Correct horse battery", "correct horse battery "]
)
def test_another_password_does_not_match(other):
    assert passwords.matches(KNOWN, other) is False


def test_blanks_and_other_alphabets_count():
    for password in (" leading and trailing ", "пароль-пароль", "🗝️" * 10, "x" * 128):
        assert passwords.matches(passwords.hashed(password), password)


def test_the_end_of_a_long_password_counts():
    long = "x" * 127
    assert not passwords.matches(passwords.hashed(long + "a"), long + "b")


def test_one_password_has_a_new_hash_each_time():
    assert passwords.hashed("correct horse battery") != KNOWN


def test_a_hash_does_not_hold_the_password():
    assert "correct" not in KNOWN


def test_hashes_are_argon2id_with_the_least_parameters_owasp_gives():
    assert KNOWN.startswith("$argon2id$v=19$m=19456,t=2,p=1$")


def test_an_unknown_person_costs_a_verification_too(verifications):
    assert passwords.matches(None, "correct horse battery") is False
    assert len(verifications) == 1
    assert verifications[0].startswith("$argon2id$v=19$m=19456,t=2,p=1$")


def test_nobody_signs_in_with_the_password_of_nobody():
    assert passwords.matches(None, "no password of anyone") is False


def test_the_hash_of_nobody_costs_as_much_as_one_made_today():
    assert not PasswordHasher(2, 19 * 1024, 1).check_needs_rehash(passwords._NOBODY)
    assert not PasswordHasher(2, 19 * 1024, 1).check_needs_rehash(KNOWN)


def test_a_cheap_hash_is_as_good_as_its_password_and_costs_nothing(verifications):
    cheap = passwords.hashed("correct horse battery", cheap=True)
    assert cheap.startswith("$argon2id$v=19$m=8,t=1,p=1$")
    assert passwords.matches(cheap, "correct horse battery", cheap=True)
    assert not passwords.matches(cheap, "correct horse", cheap=True)
    assert passwords.matches(None, "correct horse", cheap=True) is False
    assert {each.split("$")[3] for each in verifications} == {"m=8,t=1,p=1"}
