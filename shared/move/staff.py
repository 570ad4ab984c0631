"""`make staff EMAIL=…` in the middle of a move: on the side that holds the accounts."""

import sys

from shop import commands
from shop_rules import texts

from . import authority
from .config import OLD
from .databases import connect
from .units import ACCOUNTS

STAFF = "UPDATE users SET role = 'staff' WHERE email_key = %s"


def main(email: str) -> None:
    """Stage 2 is only asked to change an account that is there. It may take a minute until all of
    its services know: they remember the role of an open session."""
    with connect(OLD) as old:
        state = authority.state(old, ACCOUNTS.name)
    if state is None or state.holder == "old":
        return commands.main(["staff", email])
    with connect(ACCOUNTS.database) as new:
        changed = new.execute(STAFF, [texts.email_key(email)])
    if not changed.rowcount:
        sys.exit(f"{email} has no account yet. Sign up first, and then: make staff EMAIL={email}")
    print(f"{email} is staff now, with the password it had.")


if __name__ == "__main__":
    main(sys.argv[1])
