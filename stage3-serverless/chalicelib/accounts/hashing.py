"""Password hashes, one at a time in a process.

A function's process answers one request at a time, so nothing has to be limited here: AWS gives
each process its own memory and processor, and the API's throttle limits how many there are.
"""

from shop_rules import passwords

from ..config import config


def hashed(password: str) -> str:
    """The hash to store."""
    return passwords.hashed(password, config().cheap_passwords)


def matches(password_hash: str | None, password: str) -> bool:
    """False for an unknown person (None), after as long."""
    return passwords.matches(password_hash, password, config().cheap_passwords)
