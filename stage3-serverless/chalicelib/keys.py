"""The Ed25519 key pair of the access tokens, made at the first deployment, kept as parameters."""

from functools import cache

from cryptography.hazmat.primitives import serialization

from .config import parameter


@cache
def private_key():
    content = parameter("token_private_key").encode()
    return serialization.load_pem_private_key(content, password=None)


@cache
def public_key():
    return serialization.load_pem_public_key(parameter("token_public_key").encode())
