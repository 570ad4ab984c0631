"""Ed25519 key pairs: one of accounts for access tokens, and one per service for what it sends to
others. Every service reads all public keys; only its owner reads a private key.

`python -m chassis.keys` makes this service's own pair, before its first start.
"""

from functools import cache
from pathlib import Path

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from . import files
from .config import SERVICES, config


@cache
def private_key() -> Ed25519PrivateKey:
    """Signs access tokens: only accounts has it."""
    return _private(config().private_key_file)


@cache
def public_key() -> Ed25519PublicKey:
    """Verifies access tokens."""
    return _public(config().public_key_file)


@cache
def own_key() -> Ed25519PrivateKey:
    """Signs what this service sends to others."""
    return _private(config().service_key_file)


@cache
def key_of(service: str) -> Ed25519PublicKey:
    """Verifies what that service sends. KeyError for a name that is no service's."""
    if service not in SERVICES:
        raise KeyError(service)
    return _public(config().service_keys / f"{service}.pem")


def make_pair(private_file: Path, public_file: Path) -> None:
    """Make the pair unless it exists. The private key is written last: without it, both are new."""
    if private_file.exists():
        return
    private = Ed25519PrivateKey.generate()
    public = private.public_key().public_bytes(
        serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
    )
    secret = private.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    for file in (private_file, public_file):
        file.parent.mkdir(parents=True, exist_ok=True)
    files.write(public_file, public, files.FOR_ALL)
    files.write(private_file, secret, files.FOR_THE_OWNER)


def _private(file: Path) -> Ed25519PrivateKey:
    key = serialization.load_pem_private_key(file.read_bytes(), password=None)
    if not isinstance(key, Ed25519PrivateKey):
        raise TypeError(f"{file} is no Ed25519 key.")
    return key


def _public(file: Path) -> Ed25519PublicKey:
    key = serialization.load_pem_public_key(file.read_bytes())
    if not isinstance(key, Ed25519PublicKey):
        raise TypeError(f"{file} is no Ed25519 key.")
    return key


if __name__ == "__main__":
    make_pair(config().service_key_file, config().service_keys / f"{config().service}.pem")
