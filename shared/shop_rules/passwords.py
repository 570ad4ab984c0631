"""Passwords by argon2id (RFC 9106), with the least parameters OWASP's Password Storage
Cheat Sheet gives: 19 MiB, two passes, one lane."""

from argon2 import PasswordHasher
from argon2.exceptions import VerifyMismatchError

_hasher = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)
# Of a password nobody knows, made with these parameters; not at import, which should be quick.
_NOBODY = (
    "$argon2id$v=19$m=19456,t=2,p=1$pF4fP7zK1zRIBj96qE3AOg$"
    "WkegPkpuZWyO86n9MkUZDmYVI4B3GhJSDGrHrjUidGI"
)


def hashed(password):
    return _hasher.hash(password)


def matches(password_hash, password):
    """Takes as long for an unknown person (None) as for a known one."""
    try:
        return _hasher.verify(password_hash or _NOBODY, password) and password_hash is not None
    except VerifyMismatchError:
        return False
