"""The Ed25519 key pair of the access tokens: accounts signs, every service verifies."""

from functools import cache

from cryptography.hazmat.primitives import serialization

from .config import config


@cache
def private_key():
    content = config().private_key_file.read_bytes()
    return serialization.load_pem_private_key(content, password=None)


@cache
def public_key():
    return serialization.load_pem_public_key(config().public_key_file.read_bytes())
