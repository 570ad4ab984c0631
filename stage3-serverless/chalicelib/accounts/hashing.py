"""Password hashes, one at a time per process.

A function's process handles one request at a time, so it needs no limit here: AWS gives each
process its own memory and CPU, and the API's throttle limits how many processes there are.
"""

from shop_rules import passwords

from ..config import config


def hashed(password: str) -> str:
    """The hash to store."""
    return passwords.hashed(password, config().cheap_passwords)


def matches(password_hash: str | None, password: str) -> bool:
    """Whether they match. An unknown person (None) takes as long."""
    return passwords.matches(password_hash, password, config().cheap_passwords)
