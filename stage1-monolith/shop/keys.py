"""The Ed25519 key pair of the access tokens, made at first start, kept in the data folder."""

from functools import cache

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from . import files
from .config import config


@cache
def private_key():
    content = _path().read_bytes()
    return serialization.load_pem_private_key(content, password=None)


@cache
def public_key():
    return private_key().public_key()


def make_if_absent():
    if not _path().exists():
        made = Ed25519PrivateKey.generate().private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
        files.write(_path(), made, files.FOR_THE_OWNER)


def _path():
    return config().data / "token-signing-key.pem"
