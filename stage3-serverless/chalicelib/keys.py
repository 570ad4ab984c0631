"""The Ed25519 key pair of the access tokens, made at the first deployment, kept as parameters."""

from functools import cache

from .config import parameter


@cache
def private_key():
    from cryptography.hazmat.primitives.serialization import load_pem_private_key

    return load_pem_private_key(parameter("token_private_key").encode(), password=None)


@cache
def public_key():
    from cryptography.hazmat.primitives.serialization import load_pem_public_key

    return load_pem_public_key(parameter("token_public_key").encode())
