"""Password hashes, one at a time in a process.

A function's process answers one request at a time, so nothing has to be limited here: AWS gives
each process its own memory and processor, and the API's throttle limits how many there are.
"""

from shop_rules import passwords


def hashed(password: str) -> str:
    """The hash to store."""
    return passwords.hashed(password)


def matches(password_hash: str | None, password: str) -> bool:
    """False for an unknown person (None), after as long."""
    return passwords.matches(password_hash, password)
