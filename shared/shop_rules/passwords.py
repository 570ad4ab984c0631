"""Hashes passwords with argon2id (RFC 9106), at the minimum of OWASP's Password Storage
Cheat Sheet: 19 MiB, two passes, one lane.

cheap: fast and insecure, for tests that sign up thousands of users.
"""

from argon2 import PasswordHasher
from argon2.exceptions import VerifyMismatchError

from .errors import Invalid

NONE = ""  # the stored hash of a person who only signs in with an identity provider
_hasher = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)
_cheap_hasher = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
# Hashes of random passwords with these parameters. Not computed at import, to keep that fast.
_NOBODY = (
    "$argon2id$v=19$m=19456,t=2,p=1$pF4fP7zK1zRIBj96qE3AOg$"
    "WkegPkpuZWyO86n9MkUZDmYVI4B3GhJSDGrHrjUidGI"
)
_CHEAP_NOBODY = (
    "$argon2id$v=19$m=8,t=1,p=1$lr2v9WerGLpOveiUn4Eucg$6drclxCYN6+CYXTa45Hbu7bT7GsZLX4paBffee7YHI4"
)


def hashed(password: str, cheap: bool = False) -> str:
    return (_cheap_hasher if cheap else _hasher).hash(password)


def matches(password_hash: str | None, password: str, cheap: bool = False) -> bool:
    """True if they match. Takes as long for an unknown user (None), and for one who has no
    password, as for any other."""
    stored = password_hash or (_CHEAP_NOBODY if cheap else _NOBODY)
    try:
        return _hasher.verify(stored, password) and bool(password_hash)
    except VerifyMismatchError:
        return False


def is_first(password_hash: str, current: str | None) -> bool:
    """True for a person who has no password and chooses one. 422 if a password has to be given
    and is not."""
    if current is None and password_hash != NONE:
        raise Invalid("The current password is required.", "/current")
    return current is None
