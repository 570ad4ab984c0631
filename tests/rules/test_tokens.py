import base64
import json
import time

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from hypothesis import given
from hypothesis import strategies as st

from shop_rules import ids, tokens
from shop_rules.errors import Unauthenticated

SESSION = ids.new_id()
KEY = Ed25519PrivateKey.generate()
PUBLIC = KEY.public_key()


def claims(**changed):
    now = int(time.time())
    good = {"iss": "shop", "sub": "user", "sid": SESSION, "iat": now, "exp": now + 900}
    return {name: value for name, value in {**good, **changed}.items() if value is not None}


def signed(content, key=KEY, **more):
    return jwt.encode(content, key, algorithm="EdDSA", **more)


def unverified(token):
    """The library looks at the real clock, and a test may move its own."""
    return jwt.decode(token, options={"verify_signature": False})


def in_base64(content):
    text = content if isinstance(content, bytes) else json.dumps(content).encode()
    return base64.urlsafe_b64encode(text).decode().rstrip("=")


def refused(token, key=PUBLIC):
    with pytest.raises(Unauthenticated) as caught:
        tokens.verified(token, key)
    assert caught.value.headers == {"WWW-Authenticate": "Bearer"}


def test_a_token_says_who_and_which_session():
    read = tokens.verified(tokens.access_token("user", SESSION, KEY), PUBLIC)
    assert (read["sub"], read["sid"], read["iss"]) == ("user", SESSION, "shop")
    assert read["exp"] - read["iat"] == 15 * 60


def test_a_token_names_its_algorithm_and_no_key():
    header = jwt.get_unverified_header(tokens.access_token("user", SESSION, KEY))
    assert header == {"alg": "EdDSA", "typ": "JWT"}


@pytest.mark.parametrize(("age", "good"), [(0, True), (890, True), (906, False), (86400, False)])
def test_a_token_is_good_for_fifteen_minutes(clock, age, good):
    clock.move(-age)
    token = tokens.access_token("user", SESSION, KEY)
    clock.move(age)
    if good:
        assert tokens.verified(token, PUBLIC)
    else:
        refused(token)


def test_a_token_says_when_the_sign_in_was_also_after_a_refresh(clock):
    signed_in_at = int(time.time())
    session = ids.new_id()
    for later in (0, 600, 30 * 24 * 3600):
        clock.move(later)
        read = unverified(tokens.access_token("user", session, KEY))
        assert signed_in_at <= read["auth_time"] <= signed_in_at + 1


@pytest.mark.parametrize(
    ("before_the_end", "lifetime"), [(1000, 900), (901, 900), (60, 60), (0, 0), (-5, -5)]
)
def test_no_token_outlives_the_ninety_days_of_its_session(clock, before_the_end, lifetime):
    clock.stand_at(1_800_000_000)
    session = ids.new_id()
    clock.stand_at(1_800_000_000 + tokens.SESSION_SECONDS - before_the_end)
    read = unverified(tokens.access_token("user", session, KEY))
    assert read["exp"] - read["iat"] in (lifetime, lifetime - 1)


@pytest.mark.parametrize(("days", "alive"), [(0, True), (89.9999, True), (90.0001, False)])
def test_a_session_ends_ninety_days_after_its_sign_in(clock, days, alive):
    session = ids.new_id()
    clock.move(days * 24 * 3600)
    assert (session >= tokens.oldest_session()) == alive


@pytest.mark.parametrize(
    ("apart", "good"), [(-7, False), (-4, True), (-1, True), (1, True), (4, True), (904, True)]
)
def test_a_token_is_good_where_the_clock_is_up_to_five_seconds_apart(clock, apart, good):
    """apart: of the one who verifies, seconds ahead of the one who made it."""
    clock.move(-apart)
    token = tokens.access_token("user", SESSION, KEY)
    clock.move(apart)
    if good:
        assert tokens.verified(token, PUBLIC)
    else:
        refused(token)


def test_a_token_that_was_verified_before_expires_all_the_same(clock):
    token = tokens.access_token("user", SESSION, KEY)
    assert tokens.verified(token, PUBLIC) == tokens.verified(token, PUBLIC)
    clock.move(15 * 60 + 4)
    assert tokens.verified(token, PUBLIC)
    clock.move(2)
    refused(token)


def test_a_token_that_was_verified_before_is_refused_by_another_key():
    token = tokens.access_token("user", SESSION, KEY)
    assert tokens.verified(token, PUBLIC)
    refused(token, Ed25519PrivateKey.generate().public_key())
    assert tokens.verified(token, PUBLIC)


def test_a_token_of_another_key_is_refused():
    refused(tokens.access_token("user", SESSION, Ed25519PrivateKey.generate()))


def test_a_token_is_refused_by_another_shop_with_other_keys():
    token = tokens.access_token("user", SESSION, KEY)
    refused(token, Ed25519PrivateKey.generate().public_key())


@pytest.mark.parametrize("algorithm", ["none", "None", "NONE", "nOnE"])
def test_a_token_without_signature_is_refused(algorithm):
    token = f"{in_base64({'alg': algorithm, 'typ': 'JWT'})}.{in_base64(claims())}."
    refused(token)


def test_the_public_key_is_no_password_to_sign_with():
    """Algorithm confusion: HS256 with the bytes of the public key as the secret."""
    forms = [(Encoding.Raw, PublicFormat.Raw), (Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)]
    for form in forms:
        secret = PUBLIC.public_bytes(*form)
        head = f"{in_base64({'alg': 'HS256', 'typ': 'JWT'})}.{in_base64(claims())}"
        algorithm = jwt.get_algorithm_by_name("HS256")
        refused(f"{head}.{in_base64(algorithm.sign(head.encode(), secret))}")


@pytest.mark.parametrize("wrong", ["{}=", "{}==", "{}!", "{}\n", " {}", "{}.", ".{}", "{}.e30"])
def test_a_token_is_written_in_one_way_only(wrong):
    refused(wrong.format(signed(claims())))


def test_the_key_a_token_brings_itself_is_not_believed():
    other = Ed25519PrivateKey.generate()
    brought = {"kty": "OKP", "crv": "Ed25519"}
    brought["x"] = in_base64(other.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw))
    refused(signed(claims(), other, headers={"jwk": brought}))


@pytest.mark.parametrize("missing", ["sub", "sid", "exp", "iss"])
def test_a_token_without_one_of_its_claims_is_refused(missing):
    refused(signed(claims(**{missing: None})))


@pytest.mark.parametrize(
    "changed",
    [{"iss": "another"}, {"sub": 5}, {"exp": "soon"}, {"iat": "today"}, {"nbf": 2**40}, {"exp": 0}],
)
def test_a_token_with_a_wrong_claim_is_refused(changed):
    refused(signed(claims(**changed)))


@given(st.data())
def test_a_token_with_one_changed_character_is_refused(data):
    token = tokens.access_token("user", SESSION, KEY)
    place = data.draw(st.integers(0, len(token) - 2))  # the last one has unused bits
    other = data.draw(st.characters(min_codepoint=0x21, max_codepoint=0x7E))
    if other != token[place]:
        refused(token[:place] + other + token[place + 1 :])


@given(st.text(st.characters(max_codepoint=0xFF)))
def test_anything_a_header_can_hold_is_refused(text):
    refused(text)


@pytest.mark.parametrize(
    "header",
    [
        b"[" * 20_000,
        b'{"alg":' * 20_000,
        b'{"alg": ' + b"9" * 5000 + b"}",
        b"null",
        b"5",
        b'"EdDSA"',
        b'{"alg": ["EdDSA"]}',
        b'{"alg": "EdDSA", "crit": ["x"], "x": 1}',
        b'{"alg": "EdDSA", "kid": 5}',
        b'{"alg": "EdDSA", "b64": false}',
        b"\xff",
    ],
)
def test_a_strange_header_is_refused(header):
    refused(f"{in_base64(header)}.{in_base64(claims())}.AAAA")


def test_tokens_are_good_for_fifteen_minutes_and_thirty_days():
    assert (tokens.ACCESS_SECONDS, tokens.REFRESH_SECONDS) == (900, 2_592_000)


def test_a_session_lasts_ninety_days_and_a_person_has_fifty():
    assert (tokens.SESSION_SECONDS, tokens.SESSIONS_A_PERSON) == (7_776_000, 50)


def test_refresh_tokens_are_long_and_never_the_same():
    made = {tokens.new_refresh_token() for _ in range(200)}
    assert len(made) == 200
    assert all(len(token) >= 43 for token in made)  # 256 bits


def test_what_is_kept_of_a_refresh_token_is_no_token():
    token = tokens.new_refresh_token()
    assert tokens.fingerprint(token) == tokens.fingerprint(token)
    assert token not in tokens.fingerprint(token)
    assert tokens.fingerprint(token) != tokens.fingerprint(token[:-1])


def test_the_answer_has_the_fields_of_oauth():
    assert tokens.answer("access", "refresh") == {
        "access_token": "access",
        "token_type": "Bearer",
        "expires_in": 900,
        "refresh_token": "refresh",
    }


@pytest.mark.parametrize("odd", [["session"], {"id": "session"}, 7, True], ids=repr)
def test_a_signed_token_whose_session_is_no_text_is_refused(odd):
    refused(signed(claims(sid=odd)))
