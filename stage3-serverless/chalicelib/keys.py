"""The Ed25519 key pair of the access tokens, created at the first deployment as parameters."""

from functools import cache
from typing import TYPE_CHECKING

from .config import parameter

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import (
        Ed25519PrivateKey,
        Ed25519PublicKey,
    )


@cache
def private_key() -> "Ed25519PrivateKey":
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
    from cryptography.hazmat.primitives.serialization import load_pem_private_key

    key = load_pem_private_key(parameter("token_private_key").encode(), password=None)
    if not isinstance(key, Ed25519PrivateKey):
        raise TypeError("token_private_key is no Ed25519 key.")
    return key


@cache
def public_key() -> "Ed25519PublicKey":
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
    from cryptography.hazmat.primitives.serialization import load_pem_public_key

    key = load_pem_public_key(parameter("token_public_key").encode())
    if not isinstance(key, Ed25519PublicKey):
        raise TypeError("token_public_key is no Ed25519 key.")
    return key
