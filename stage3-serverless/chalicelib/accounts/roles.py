"""The roles of staff, and the audit log of their changes. Signing up is in usecases.py."""

from shop_rules import roles as rules
from shop_rules import texts
from shop_rules.cursors import SortKey
from shop_rules.errors import Conflict
from shop_rules.roles import AuditEntry
from shop_rules.shapes import StaffRole, User, UserId

from .. import db
from . import admins, audit, store

ATTEMPTS = 5  # at a person who is changed by others meanwhile


def set_roles(actor_id: UserId, user_id: UserId, wanted: list[StaffRole]) -> User:
    """The person after the change, which takes effect at once. 409 for a customer, and if no admin
    would be left. Setting the same roles again changes nothing and is no entry of the log."""
    after = rules.among(wanted)
    for _ in range(ATTEMPTS):
        user = store.get(user_id)
        rules.check_staff(user["role"])
        if _changed("set_roles", user, actor_id, after):
            return store.as_user(store.get(user_id))
    raise Conflict("The roles were changed at the same moment.")


def make_staff(email: str, role: StaffRole) -> bool:
    """Give the person with that e-mail address the role, for an operator. False if there is none.
    Never removes a role."""
    for _ in range(ATTEMPTS):
        user = store.find_by_email(texts.email_key(email))
        if user is None:
            return False
        after = rules.among([*admins.roles_of(user), role])
        if _changed("make_staff", user, None, after):
            return True
    raise Conflict("The roles were changed at the same moment.")


def newest_entries(limit: int, before: SortKey | None) -> list[AuditEntry]:
    return audit.newest(limit + 1, before)


def _changed(name: str, user: db.Item, actor_id: UserId | None, after: list[StaffRole]) -> bool:
    """False if the person was changed since they were read. The count of admins is a condition
    of the same transaction: two admins who demote each other can't both win."""
    before = admins.roles_of(user)
    if after == before:
        return True
    try:
        with db.transaction(name) as tx:
            store.set_roles(tx, user, after)
            audit.add(tx, "set_roles", actor_id, user["id"], before, after)
    except db.Lost:
        return False
    return True
