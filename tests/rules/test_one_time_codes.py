import base64
from urllib.parse import parse_qs, urlsplit

import pytest

from shop_rules import one_time_codes

SECRET = base64.b32encode(b"12345678901234567890").decode()  # of the RFC's vectors
# RFC 6238, appendix B, SHA-1: seconds since 1970, and the last six of the eight digits there.
VECTORS = [
    (59, "287082"),
    (1111111109, "081804"),
    (1111111111, "050471"),
    (1234567890, "005924"),
    (2000000000, "279037"),
    (20000000000, "353130"),
]


def at(monkeypatch, seconds):
    monkeypatch.setattr("time.time", lambda: float(seconds))


@pytest.mark.parametrize(("seconds", "code"), VECTORS)
def test_the_code_of_this_moment_is_right(monkeypatch, seconds, code):
    at(monkeypatch, seconds)
    assert one_time_codes.step_of(SECRET, code, 0) == seconds // 30


@pytest.mark.parametrize("late", [-30, 30])
@pytest.mark.parametrize(("seconds", "code"), VECTORS[1:])
def test_a_clock_one_step_off_is_forgiven(monkeypatch, seconds, code, late):
    at(monkeypatch, seconds + late)
    assert one_time_codes.step_of(SECRET, code, 0) == seconds // 30


@pytest.mark.parametrize("late", [-60, 60, -3600, 86400])
@pytest.mark.parametrize(("seconds", "code"), VECTORS[1:])
def test_a_clock_two_steps_off_is_not(monkeypatch, seconds, code, late):
    at(monkeypatch, seconds + late)
    assert one_time_codes.step_of(SECRET, code, 0) is None


@pytest.mark.parametrize(
    ("seconds", "right"),
    [(1111111049, False), (1111111050, True), (1111111139, True), (1111111140, False)],
)
def test_the_bounds_of_a_step_are_exact(monkeypatch, seconds, right):
    """This code's own step is from …080 to …109; one more is forgiven on either side."""
    at(monkeypatch, seconds)
    assert one_time_codes.step_of(SECRET, "081804", 0) == (1111111080 // 30 if right else None)


def test_a_code_works_once(monkeypatch):
    at(monkeypatch, 59)
    step = one_time_codes.step_of(SECRET, "287082", 0)
    assert one_time_codes.step_of(SECRET, "287082", step) is None


def test_a_code_older_than_the_last_one_used_does_not_work(monkeypatch):
    at(monkeypatch, 89)
    assert one_time_codes.step_of(SECRET, "287082", 2) is None


@pytest.mark.parametrize(
    "code", ["", "287083", "28708", "2870822", " 287082", "94287082", "abcdef"]
)
def test_another_code_is_wrong(monkeypatch, code):
    at(monkeypatch, 59)
    assert one_time_codes.step_of(SECRET, code, 0) is None


def test_the_code_of_another_secret_is_wrong(monkeypatch):
    at(monkeypatch, 59)
    other = base64.b32encode(b"09876543210987654321").decode()
    assert one_time_codes.step_of(other, "287082", 0) is None


def test_a_new_secret_has_the_160_bits_the_rfc_wants():
    made = {one_time_codes.new_secret() for _ in range(20)}
    assert len(made) == 20
    assert all(len(base64.b32decode(secret)) >= 20 for secret in made)


def test_the_uri_tells_an_authenticator_all_it_needs():
    uri = urlsplit(one_time_codes.uri(SECRET, "ada@example.com"))
    assert (uri.scheme, uri.netloc, uri.path) == ("otpauth", "totp", "/Shop:ada%40example.com")
    asked = parse_qs(uri.query)
    assert (asked["secret"], asked["issuer"]) == ([SECRET], ["Shop"])
    # Absent, these have the values an authenticator takes for granted (RFC 4226, RFC 6238).
    assert asked.get("algorithm", ["SHA1"]) == ["SHA1"]
    assert asked.get("digits", ["6"]) == ["6"]
    assert asked.get("period", ["30"]) == ["30"]


@pytest.mark.parametrize("email", ["a b@example.com", "ä@example.com", "a?x=1&y@example.com"])
def test_a_strange_address_does_not_break_the_uri(email):
    uri = urlsplit(one_time_codes.uri(SECRET, email))
    assert parse_qs(uri.query)["secret"] == [SECRET]
