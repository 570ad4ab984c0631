"""The Ed25519 key pair of the access tokens, created at first start in the data folder."""

from functools import cache
from pathlib import Path

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from . import files
from .config import config


@cache
def private_key() -> Ed25519PrivateKey:
    key = serialization.load_pem_private_key(_path().read_bytes(), password=None)
    if not isinstance(key, Ed25519PrivateKey):
        raise TypeError(f"{_path()} is no Ed25519 key.")
    return key


@cache
def public_key() -> Ed25519PublicKey:
    return private_key().public_key()


def make_if_absent() -> None:
    if not _path().exists():
        made = Ed25519PrivateKey.generate().private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
        files.write(_path(), made, files.FOR_THE_OWNER)


def _path() -> Path:
    return config().data / "token-signing-key.pem"
