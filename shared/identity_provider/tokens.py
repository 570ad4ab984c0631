"""Signs ID tokens with the provider's own key, and wrong ones for a person with the claim `lie`.

The package signs with one key that it never changes. So its tokens are taken apart and signed
again here: then keys can be rotated, and a token can be wrong in one way at a time.
"""

import base64
import hashlib
import hmac
import json
import secrets
import threading
from functools import cache
from typing import Any

import jwt
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, generate_private_key

from .people import LIE

Claims = dict[str, Any]  # of an ID token: JSON
HOUR = 3600
# What is wrong with the claims: {the lie: the claims that it sets; None takes one away}.
WRONG_CLAIMS: dict[str, Claims] = {
    "wrong_nonce": {"nonce": "of-another-request"},
    "no_nonce": {"nonce": None},
    "other_audience": {"aud": "another-client"},
    "several_audiences": {"aud": ["shop", "another-client"], "azp": None},
    "other_party": {"azp": "another-client"},
    "other_issuer": {"iss": "https://id.example.net"},
    "no_subject": {"sub": None},
}
# What is wrong with its signature, or that there is none.
WRONG_SIGNATURES = ("none", "hs256", "forged", "unknown_key", "no_key_named", "no_token")
OF_TIME = {"expired": -HOUR, "from_the_future": HOUR}  # seconds by which iat and exp are off
ROTATED = "rotated"  # no lie, but a new key: the token is right
LIES = (*WRONG_CLAIMS, *WRONG_SIGNATURES, *OF_TIME)

_lock, _making = threading.Lock(), threading.Lock()


class Keys:
    """The current key pair. rotate() replaces it, and lists the old public key once more: tokens
    that it has signed may still be under way."""

    def __init__(self) -> None:
        self._listed: list[Claims] = []
        self.rotate()

    def rotate(self) -> None:
        self.private, self.kid = _new(), secrets.token_hex(8)
        public = jwt.algorithms.RSAAlgorithm.to_jwk(self.private.public_key(), as_dict=True)
        new = {**public, "kid": self.kid, "use": "sig", "alg": "RS256"}
        self._listed = [new, *self._listed[:1]]

    def listed(self) -> dict[str, list[Claims]]:
        """The JWK set (RFC 7517)."""
        return {"keys": self._listed}


def keys() -> Keys:
    """Made when first needed, once: a prime takes its time."""
    with _making:
        return _first_keys()


@cache
def _first_keys() -> Keys:
    return Keys()


def signed_again(id_token: str, issuer: str, lie: str) -> str | None:
    """The package's token, signed with the provider's own key; wrong if there is a lie."""
    claims = json.loads(_decoded(id_token.split(".")[1])) | {"iss": issuer}
    claims.pop(LIE, None)
    claims |= WRONG_CLAIMS.get(lie, {})
    for name in ("iat", "exp"):
        claims[name] += OF_TIME.get(lie, 0)
    claims = {name: value for name, value in claims.items() if value is not None}
    with _lock:
        if lie == ROTATED:
            keys().rotate()
        return _signed(claims, keys(), lie)


def _signed(claims: Claims, known: Keys, lie: str) -> str | None:
    named = {"kid": known.kid}
    match lie:
        case "no_token":
            return None
        case "none":
            return f"{_part({'alg': 'none', 'typ': 'JWT', **named})}.{_part(claims)}."
        case "hs256":
            return _with_the_public_key(claims, known)
        case "forged":
            return jwt.encode(claims, _new(), "RS256", named)
        case "unknown_key":
            return jwt.encode(claims, _new(), "RS256", {"kid": secrets.token_hex(8)})
        case "no_key_named":
            return jwt.encode(claims, known.private, "RS256")
    return jwt.encode(claims, known.private, "RS256", named)


def _with_the_public_key(claims: Claims, known: Keys) -> str:
    """The attack on verifiers that take the algorithm from the token: everyone has this key."""
    pem = known.private.public_key().public_bytes(
        serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
    )
    content = f"{_part({'alg': 'HS256', 'typ': 'JWT', 'kid': known.kid})}.{_part(claims)}"
    return f"{content}.{_encoded(hmac.digest(pem, content.encode(), hashlib.sha256))}"


def _new() -> RSAPrivateKey:
    return generate_private_key(65537, 2048)


def _part(value: Claims) -> str:
    return _encoded(json.dumps(value).encode())


def _encoded(content: bytes) -> str:
    return base64.urlsafe_b64encode(content).rstrip(b"=").decode()


def _decoded(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
