"""The roles of staff, and the audit log of their changes. Signing up is in usecases.py."""

from shop_rules import roles as rules
from shop_rules import texts
from shop_rules.cursors import SortKey
from shop_rules.roles import AuditEntry
from shop_rules.shapes import StaffRole, User, UserId

from .. import db
from . import audit, store


def set_roles(actor_id: UserId, user_id: UserId, wanted: list[StaffRole]) -> User:
    """The person after the change, which takes effect at once. 409 for a customer, and if no admin
    would be left. Setting the same roles again changes nothing and is no entry of the log."""
    after = rules.among(wanted)
    with db.transaction("set_roles") as tx:
        admins = store.admin_ids(tx)  # locked before the person: two admins can't cross
        user = store.get(tx, user_id, lock=True)
        before = rules.among(user.roles.split())
        rules.check_staff(user.role)
        rules.check_last_admin(before, after, admins)
        if after != before:
            store.change(tx, user_id, roles=" ".join(after))
            audit.add(tx, "set_roles", actor_id, user_id, before, after)
        changed = store.as_user(store.get(tx, user_id))
    return changed


def make_staff(email: str, role: StaffRole) -> bool:
    """Give the person with that e-mail address the role, for an operator. False if there is none.
    Never removes a role."""
    with db.transaction("make_staff") as tx:
        user = store.find_by_email(tx, texts.email_key(email), lock=True)
        if user is None:
            return False
        before = rules.among(user.roles.split())
        after = rules.among([*before, role])
        if after != before:
            store.change(tx, user.id, role="staff", roles=" ".join(after))
            audit.add(tx, "set_roles", None, user.id, before, after)
    return True


def newest_entries(limit: int, before: SortKey | None) -> list[AuditEntry]:
    with db.reading() as tx:
        return audit.newest(tx, limit + 1, before)
