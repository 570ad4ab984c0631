"""Tokens that the shop did not give, or gave for something else. More: test_forged_tokens.py of
the contract suite. Here also those that need the shop's own key, as a thief of it would make."""

import time

import jwt
import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ed25519

from tests.contract.steps import accepted, claims
from tests.contract.test_forged_tokens import encoded, hs256, parts

PUBLIC = serialization.PublicFormat.SubjectPublicKeyInfo
KEYS = {"1": "token-signing-key.pem", "2": "accounts/token-private-key.pem"}


@pytest.fixture
def key(stage):
    """The key that signs this shop's access tokens."""
    if stage.number not in KEYS:
        pytest.skip("the key is a parameter that no file holds")
    content = (stage.data / KEYS[stage.number]).read_bytes()
    return serialization.load_pem_private_key(content, password=None)


def gets_in(shop, world, token):
    """The statuses of a read of one's own and of a staff operation."""
    answers = [shop.call("GET", path, token=token) for path in (world.owner.path, "/users")]
    return [answer.status_code for answer in answers]


def refuses(shop, world, tokens):
    assert {case: gets_in(shop, world, token) for case, token in tokens.items()} == {
        case: [401, 401] for case in tokens
    }
    world.is_untouched()


@pytest.mark.short
def test_a_forged_token_opens_nothing(shop, world):
    said = claims(world.staff.token)
    stranger = ed25519.Ed25519PrivateKey.generate()
    payload, signature = parts(world.staff.token)[1:]
    header, _, owners = parts(world.owner.token)
    tokens = {
        f"alg {alg!r}": f"{encoded({'alg': alg, 'typ': 'JWT'})}.{payload}."
        for alg in ("none", "None", "NONE", "", None, [], {})
    }
    tokens |= {
        "another key": jwt.encode(said, stranger, algorithm="EdDSA"),
        "its own key in the header": jwt.encode(
            said, stranger, algorithm="EdDSA", headers={"jwk": public_jwk(stranger)}
        ),
        "an edited payload": f"{header}.{payload}.{owners}",
        "HS256 with a guessed key": hs256({"typ": "JWT"}, said, "secret"),
        "a turned signature": f"{header}.{payload}.{signature[::-1]}",
        "padded": f"{world.staff.token}==",
        "critical and unknown": jwt.encode(
            said, stranger, algorithm="EdDSA", headers={"crit": ["x"], "x": 1}
        ),
    }
    for kid in ("../../dev/null", "' OR 1=1 --", "|id", "http://127.0.0.1:1/", "\0"):
        tokens[f"kid {kid!r}"] = jwt.encode(
            said, stranger, algorithm="EdDSA", headers={"kid": kid, "jku": kid, "x5u": kid}
        )
    refuses(shop, world, tokens)


@pytest.mark.short
def test_a_token_is_good_for_one_thing(shop, world):
    refuses(shop, world, {"a refresh token": world.owner.refresh_token})
    for token in (world.owner.token, world.staff.token):
        answer = shop.call("POST", "/tokens/refresh", json={"refresh_token": token})
        assert answer.status_code == 401, "an access token was taken for a refresh token"


@pytest.mark.short
def test_the_key_itself_makes_no_token_that_says_too_little_or_too_much(shop, world, key):
    said, now = claims(world.owner.token), int(time.time())
    assert gets_in(shop, world, jwt.encode(said, key, algorithm="EdDSA")) == [200, 403]
    made = {
        "expired": said | {"iat": now - 2000, "exp": now - 60},
        "no end": {name: value for name, value in said.items() if name != "exp"},
        "no session": {name: value for name, value in said.items() if name != "sid"},
        "nobody": {name: value for name, value in said.items() if name != "sub"},
        "no issuer": {name: value for name, value in said.items() if name != "iss"},
        "another shop": said | {"iss": "another"},
        "not yet": said | {"nbf": now + 600},
        "somebody else's session": said | {"sub": world.stranger.id},
        "staff's session": said | {"sid": claims(world.staff.token)["sid"]},
        "staff's name": said | {"sub": world.staff.id, "role": "staff"},
        "roles of its own": said | {"sub": world.staff.id, "roles": ["staff", "admin"]},
        "an unknown session": said | {"sid": said["jti"]},
        "a session that is a list": said | {"sid": [said["sid"]]},
        "a session that is a path": said | {"sid": "../" + said["sid"]},
        "a session that is a pattern": said | {"sid": "*"},
    }
    signed = {case: jwt.encode(each, key, algorithm="EdDSA") for case, each in made.items()}
    public = key.public_key().public_bytes(serialization.Encoding.PEM, PUBLIC)
    for name, secret in {"PEM": public.decode(), "key": public_raw(key)}.items():
        signed[f"HS256 with the public {name}"] = hs256({"typ": "JWT"}, said, secret)
    refuses(shop, world, signed)


def test_a_token_of_a_session_that_ended_is_dead(shop, customer, key):
    said = claims(customer.token)
    accepted(customer.delete("/tokens/current"), 204)
    fresh = jwt.encode(said | {"exp": said["exp"] + 600}, key, algorithm="EdDSA")
    assert shop.call("GET", customer.path, token=fresh).status_code == 401


def public_jwk(key):
    return jwt.get_algorithm_by_name("EdDSA").to_jwk(key.public_key(), as_dict=True)


def public_raw(key):
    raw = key.public_key().public_bytes(serialization.Encoding.Raw, serialization.PublicFormat.Raw)
    return raw.decode("latin-1")
