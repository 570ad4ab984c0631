"""`make staff EMAIL=… ROLE=…` during a move: changes the account on the side that holds it."""

import sys

from shop import commands
from shop_rules import ids, texts
from shop_rules.roles import ADMIN, among

from . import authority
from .config import OLD
from .databases import Connection, connect
from .units import ACCOUNTS

_FIND = "SELECT id, roles FROM users WHERE email_key = %s FOR UPDATE"
_CHANGE = "UPDATE users SET role = 'staff', roles = %s WHERE id = %s"
_LOG = """
INSERT INTO audit (id, action, user_id, roles_before, roles_after)
VALUES (%s, 'set_roles', %s, %s, %s)
"""


def main(email: str, role: str = ADMIN) -> None:
    """Give an account a role. In stage 2 the account must exist, and it may take a minute until all
    services know the role, because they cache the roles of an open session."""
    with connect(OLD) as old:
        state = authority.state(old, ACCOUNTS.name)
    if state is None or state.holder == "old":
        return commands.main(["staff", email, role])
    with connect(ACCOUNTS.database) as new, new.transaction():
        found = _give(new, email, role)
    if not found:
        sys.exit(f"{email} has no account yet. Sign up first, and then: make staff EMAIL={email}")
    print(f"{email} is staff now, with the password it had.")


def _give(new: Connection, email: str, role: str) -> bool:
    """Like roles.make_staff of both stages. False if no account has that address."""
    person = new.execute(_FIND, [texts.email_key(email)]).fetchone()
    if person is None:
        return False
    before = among(str(person["roles"]).split())
    after = among([*before, role])
    if after != before:
        new.execute(_CHANGE, [" ".join(after), person["id"]])
        new.execute(_LOG, [ids.new_id(), person["id"], " ".join(before), " ".join(after)])
    return True


if __name__ == "__main__":
    main(*sys.argv[1:])
