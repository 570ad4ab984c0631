"""Genuine ID tokens, of which some were made for another sign-in, or for another program."""

import time

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric import ec

from shop_rules import id_tokens
from shop_rules.errors import Unauthenticated

ISSUER, CLIENT, NONCE = "https://id.example", "shop", "n-0S6_WzA2Mj"
KEY = ec.generate_private_key(ec.SECP256R1())
PUBLIC = jwt.algorithms.ECAlgorithm.to_jwk(KEY.public_key(), as_dict=True)
KEYS = {"keys": [{**PUBLIC, "kid": "one", "use": "sig"}]}


def claimed(key=KEY, **changes):
    now = int(time.time())
    good = {"iss": ISSUER, "sub": "ada", "aud": CLIENT, "iat": now, "exp": now + 60}
    content = {**good, "nonce": NONCE, **changes}
    token = jwt.encode(content, key, "ES256", {"kid": "one"})
    return id_tokens.claimed(token, KEYS, ISSUER, CLIENT, NONCE)


@pytest.mark.parametrize(
    "changes",
    [{}, {"azp": CLIENT}, {"aud": [CLIENT]}, {"aud": [CLIENT, "another"], "azp": CLIENT}],
    ids=str,
)
def test_a_token_for_this_sign_in_names_the_person(changes):
    assert claimed(**changes)["subject"] == "ada"


@pytest.mark.parametrize("nonce", ["n-of-another-sign-in", "", NONCE[:-1], NONCE + "x", 5, [NONCE]])
def test_a_token_of_another_sign_in_is_refused(nonce):
    with pytest.raises(Unauthenticated):
        claimed(nonce=nonce)


@pytest.mark.parametrize(
    "changes",
    [{"azp": "another"}, {"aud": [CLIENT, "another"]}, {"aud": [CLIENT, "x"], "azp": "x"}],
    ids=str,
)
def test_a_token_for_another_program_is_refused(changes):
    with pytest.raises(Unauthenticated):
        claimed(**changes)


def test_what_the_library_checks_is_still_checked():
    for changes in ({"aud": "another"}, {"iss": "https://evil.example"}, {"exp": 1}):
        with pytest.raises(Unauthenticated):
            claimed(**changes)
    with pytest.raises(Unauthenticated):
        claimed(key=ec.generate_private_key(ec.SECP256R1()))
