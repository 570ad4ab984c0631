"""The Ed25519 key pair of the access tokens, made at first start, kept in the data folder."""

import os
from functools import cache

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from .config import config


@cache
def private_key():
    content = _path().read_bytes()
    return serialization.load_pem_private_key(content, password=None)


@cache
def public_key():
    return private_key().public_key()


def make_if_absent():
    """For its owner's eyes only, complete or not there at all."""
    if _path().exists():
        return
    unfinished = _path().with_suffix(".new")
    unfinished.unlink(missing_ok=True)
    with open(os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(
            Ed25519PrivateKey.generate().private_bytes(
                serialization.Encoding.PEM,
                serialization.PrivateFormat.PKCS8,
                serialization.NoEncryption(),
            )
        )
        file.flush()
        os.fsync(file.fileno())
    unfinished.rename(_path())


def _path():
    return config().data / "token-signing-key.pem"
