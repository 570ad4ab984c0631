"""Which ID tokens are believed: none that is wrong in any one way."""

import base64
import hashlib
import hmac
import json
import time

import jwt
import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa

from shop_rules import id_tokens
from shop_rules.errors import Unauthenticated

ISSUER, CLIENT, NONCE = "https://id.example", "shop", "n-0S6_WzA2Mj"
RSA = rsa.generate_private_key(65537, 2048)
EC = ec.generate_private_key(ec.SECP256R1())
ED = ed25519.Ed25519PrivateKey.generate()
PEM = RSA.public_key().public_bytes(
    serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
)


def jwk(private, kid, kind, **more):
    made = kind.to_jwk(private.public_key(), as_dict=True)
    return {**made, "kid": kid, "use": "sig", **more}


KEYS = {
    "keys": [
        jwk(RSA, "rsa", jwt.algorithms.RSAAlgorithm),
        jwk(EC, "ec", jwt.algorithms.ECAlgorithm),
        jwk(ED, "ed", jwt.algorithms.OKPAlgorithm),
        {"kty": "oct", "kid": "shared", "k": "c2VjcmV0c2VjcmV0c2VjcmV0c2VjcmV0"},
        jwk(RSA, "for-encryption", jwt.algorithms.RSAAlgorithm, use="enc"),
    ]
}


def claims(**changes):
    now = int(time.time())
    good = {"iss": ISSUER, "sub": "ada", "aud": CLIENT, "iat": now, "exp": now + 60}
    good |= {"nonce": NONCE, "email": "ada@example.com", "email_verified": True, "name": "Ada"}
    return {name: value for name, value in (good | changes).items() if value is not None}


def token(key=RSA, algorithm="RS256", kid="rsa", **changes):
    return jwt.encode(claims(**changes), key, algorithm, {"kid": kid} if kid else None)


def claimed(text, keys=KEYS):
    return id_tokens.claimed(text, keys, ISSUER, CLIENT, NONCE)


def part(value):
    return base64.urlsafe_b64encode(json.dumps(value).encode()).rstrip(b"=").decode()


@pytest.mark.parametrize(
    "signed", [(RSA, "RS256", "rsa"), (EC, "ES256", "ec"), (ED, "EdDSA", "ed")]
)
def test_a_right_token_names_a_person(signed):
    assert claimed(token(*signed)) == {
        "issuer": ISSUER,
        "subject": "ada",
        "email": "ada@example.com",
        "email_verified": True,
        "name": "Ada",
    }


@pytest.mark.parametrize(
    "changes",
    [
        {"iss": "https://id.example.net"},
        {"iss": None},
        {"aud": "another"},
        {"aud": ["another"]},
        {"aud": None},
        {"aud": [CLIENT, "another"]},  # and no azp
        {"aud": [CLIENT, "another"], "azp": "another"},
        {"azp": "another"},
        {"nonce": "another"},
        {"nonce": None},
        {"nonce": 1},
        {"sub": None},
        {"sub": ""},
        {"sub": 7},
        {"sub": "x" * 256},
        {"sub": "ä"},
        {"exp": int(time.time()) - 3600},
        {"exp": None},
        {"iat": int(time.time()) + 3600},
        {"iat": None},
        {"nbf": int(time.time()) + 3600},
    ],
)
def test_a_token_that_is_wrong_in_one_claim_is_refused(changes):
    with pytest.raises(Unauthenticated):
        claimed(token(**changes))


def test_a_token_for_several_is_right_if_it_names_us():
    assert claimed(token(aud=[CLIENT, "another"], azp=CLIENT))["subject"] == "ada"


@pytest.mark.parametrize(
    "signed",
    [
        (EC, "ES256", "rsa"),
        (ED, "EdDSA", "ec"),
        (RSA, "RS256", "ec"),
        (rsa.generate_private_key(65537, 2048), "RS256", "rsa"),
        (RSA, "RS512", "rsa"),  # not on the list
        (RSA, "PS256", "rsa"),
        (RSA, "RS256", "for-encryption"),
        (b"secretsecretsecretsecretsecretse", "HS256", "shared"),
    ],
)
def test_a_signature_by_another_key_or_algorithm_is_refused(signed):
    with pytest.raises(Unauthenticated):
        claimed(token(*signed))


def test_a_public_key_is_no_shared_secret():
    """RFC 8725, 2.1: the verifier, not the token, says which algorithm is used."""
    content = f"{part({'alg': 'HS256', 'kid': 'rsa'})}.{part(claims())}"
    digest = hmac.digest(PEM, content.encode(), hashlib.sha256)
    with pytest.raises(Unauthenticated):
        claimed(f"{content}.{base64.urlsafe_b64encode(digest).rstrip(b'=').decode()}")


@pytest.mark.parametrize("algorithm", ["none", "None", "NONE", "", None, ["RS256"], 1])
def test_an_unsigned_token_is_refused(algorithm):
    header = part({"alg": algorithm, "kid": "rsa"})
    for signature in ("", "eA"):
        with pytest.raises(Unauthenticated):
            claimed(f"{header}.{part(claims())}.{signature}")


@pytest.mark.parametrize("kid", ["new", None])
def test_a_key_that_is_not_listed_is_told_apart(kid):
    with pytest.raises(id_tokens.UnknownKey):
        claimed(token(kid=kid))


@pytest.mark.parametrize("keys", [None, [], {}, {"keys": None}, {"keys": [1, "x", {}]}, "text"])
def test_what_is_no_key_set_has_no_keys(keys):
    with pytest.raises(id_tokens.UnknownKey):
        claimed(token(), keys)


def test_two_keys_of_one_name_are_none():
    with pytest.raises(id_tokens.UnknownKey):
        claimed(token(), {"keys": [KEYS["keys"][0], KEYS["keys"][0]]})


@pytest.mark.parametrize("text", ["", ".", "a.b", "a.b.c", "a.b.c.d", "ä.b.c", token() + "="])
def test_what_is_no_token_is_refused(text):
    with pytest.raises(Unauthenticated):
        claimed(text)


@pytest.mark.parametrize("verified", ["true", 1, None, [True], False])
def test_an_email_is_verified_by_true_alone(verified):
    assert claimed(token(email_verified=verified))["email_verified"] is False


def test_claims_of_another_type_count_as_absent():
    found = claimed(token(email=["ada@example.com"], name={"first": "Ada"}))
    assert (found["email"], found["name"]) == ("", "")
