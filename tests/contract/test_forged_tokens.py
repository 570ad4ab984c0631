"""Forged access tokens: unsigned, signed with other keys, or modified."""

import base64
import hmac
import json
import time

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric import ec, ed25519

from .steps import accepted, claims, refused

GUESSED_KEYS = ["secret", "shop", "changeme", "password", "your-256-bit-secret", "jwt", "key"]
NO_SIGNATURE = ["none", "None", "NONE", "nOnE", ""]


def encoded(value):
    text = value if isinstance(value, bytes) else json.dumps(value).encode()
    return base64.urlsafe_b64encode(text).rstrip(b"=").decode()


def hs256(header, said, key):
    signed = f"{encoded(header | {'alg': 'HS256'})}.{encoded(said)}"
    return f"{signed}.{encoded(hmac.digest(key.encode(), signed.encode(), 'sha256'))}"


def parts(token):
    header, payload, signature = token.split(".")
    return header, payload, signature


def header_of(token):
    header = parts(token)[0]
    return json.loads(base64.urlsafe_b64decode(header + "=" * (-len(header) % 4)))


@pytest.fixture
def is_refused(shop, world):
    """Check that the token is refused for a customer's own data, and on a staff operation."""

    def check(token):
        refused(shop.call("GET", world.owner.path, token=token), 401)
        refused(shop.call("GET", "/users", token=token), 401)
        refused(shop.call("DELETE", world.owner.path, token=token), 401)

    yield check
    world.is_untouched()


@pytest.mark.parametrize("algorithm", NO_SIGNATURE, ids=repr)
def test_a_token_without_a_signature_is_401(is_refused, world, staff, algorithm):
    for person in (world.owner, staff):
        header = encoded({"alg": algorithm, "typ": "JWT"})
        payload, signature = parts(person.token)[1:]
        is_refused(f"{header}.{payload}.")
        is_refused(f"{header}.{payload}.{signature}")
        is_refused(f"{parts(person.token)[0]}.{payload}.")


def test_a_token_signed_with_a_guessed_secret_is_401(is_refused, staff):
    stolen = claims(staff.token)
    issuer, session = stolen["iss"], stolen["sid"]
    for key in [*GUESSED_KEYS, issuer, session, staff.id, *parts(staff.token)]:
        is_refused(hs256({"typ": "JWT"}, stolen, key))
        is_refused(hs256(header_of(staff.token), stolen, key))
        is_refused(hs256({"kid": "/dev/null"}, stolen, ""))


def test_a_token_signed_with_anothers_private_key_is_401(is_refused, staff):
    stolen = claims(staff.token)
    for algorithm, key in (
        ("EdDSA", ed25519.Ed25519PrivateKey.generate()),
        ("ES256", ec.generate_private_key(ec.SECP256R1())),
    ):
        own = json.loads(jwt.get_algorithm_by_name(algorithm).to_jwk(key.public_key()))
        is_refused(jwt.encode(stolen, key, algorithm=algorithm))
        for more in ({"jwk": own}, {"kid": "../../dev/null"}, {"jku": "http://127.0.0.1:1/keys"}):
            is_refused(jwt.encode(stolen, key, algorithm=algorithm, headers=more))


def test_a_token_with_other_claims_than_were_signed_is_401(is_refused, world, staff):
    header, _, signature = parts(world.owner.token)
    own = claims(world.owner.token)
    for change in (
        {"sub": staff.id},
        {"sid": claims(staff.token)["sid"]},
        {"exp": own["exp"] + 1},
        {"iat": own["iat"] - 1},
        {"role": "staff"},
        {"iss": "another"},
    ):
        is_refused(f"{header}.{encoded(own | change)}.{signature}")
    is_refused(f"{header}.{parts(staff.token)[1]}.{signature}")


def test_a_cut_or_bent_token_is_401(is_refused, world):
    header, payload, signature = parts(world.owner.token)
    good = world.owner.token
    middle = len(signature) // 2
    bent = signature[:middle] + ("A" if signature[middle] != "A" else "B") + signature[middle + 1 :]
    for odd in (
        good[:-10],
        good[10:],
        f"{header}.{payload}",
        f"{header}.{payload}.{bent}",
        f"{header}.{payload}.{signature[::-1]}",
        f"{header}.{payload}.{signature}.",
        f"{header}.{payload}.{signature}.{signature}",
        f".{payload}.{signature}",
        f"{header}..{signature}",
        f"{payload}.{header}.{signature}",
        f"{header}.{payload}.{'A' * len(signature)}",
        good + "A" * 20,
        good.replace(".", ""),
        good.swapcase(),
        "..",
        ".",
        "x",
        "a.b.c",
        "x" * 6000,
        f"{encoded(b'[')}.{encoded(b'{')}.x",
        f"{encoded([])}.{encoded([])}.{signature}",
        f"{encoded(b'[' * 3000)}.{payload}.{signature}",
    ):
        is_refused(odd)


@pytest.mark.parametrize(
    "form", ["{}", "Basic {}", "Token {}", "JWT {}", "Bearer: {}", "Bearer{}", "{} Bearer"]
)
def test_another_scheme_is_401(shop, world, form):
    headers = {"Authorization": form.format(world.owner.token)}
    refused(shop.call("GET", world.owner.path, headers=headers), 401)


@pytest.mark.parametrize("scheme", ["Bearer", "bearer", "BEARER"])
def test_the_scheme_is_written_in_any_case(shop, world, scheme):
    headers = {"Authorization": f"{scheme} {world.owner.token}"}
    assert accepted(shop.call("GET", world.owner.path, headers=headers))["id"] == world.owner.id


def test_a_token_elsewhere_than_in_the_header_does_not_count(shop, world):
    for params in ({"access_token": world.owner.token}, {"token": world.owner.token}):
        refused(shop.call("GET", world.owner.path, params=params), 401)
    cookies = {"Cookie": f"access_token={world.owner.token}; token={world.owner.token}"}
    refused(shop.call("GET", world.owner.path, headers=cookies), 401)
    refused(shop.call("GET", world.owner.path, headers={"X-User-Id": world.owner.id}), 401)


def test_a_token_long_expired_is_401(is_refused, world):
    """It is signed with the wrong key, too: only the shop could sign a genuine one."""
    past = int(time.time()) - 10_000
    key = ed25519.Ed25519PrivateKey.generate()
    expired = claims(world.owner.token) | {"iat": past - 900, "exp": past}
    is_refused(jwt.encode(expired, key, algorithm="EdDSA"))
