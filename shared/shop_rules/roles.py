"""A person's roles: a customer has none, a member of staff any of four.

In the stores they are one text, "catalog support"; in a decision, one tuple that begins with what
the person is: ("staff", "catalog", "support").
"""

from collections.abc import Iterable, Sequence
from typing import Literal, TypedDict

from .errors import Conflict
from .shapes import Role, Roles, StaffRole, Time, UserId

STAFF_ROLES: tuple[StaffRole, ...] = ("admin", "catalog", "support", "warehouse")
ADMIN: StaffRole = "admin"
Names = Sequence[StaffRole]
AuditAction = Literal["set_roles", "delete_user"]


class AuditEntry(TypedDict):
    """One change of what a person may do. Entries outlive the accounts that they name."""

    id: str
    action: AuditAction
    actor_id: UserId | None  # who did it; None: an operator, by a command
    user_id: UserId  # whose roles they are
    before: list[StaffRole]
    after: list[StaffRole]
    created_at: Time


def among(names: Iterable[str]) -> list[StaffRole]:
    """The known roles among the names, each once, in alphabetical order."""
    given = set(names)
    return [role for role in STAFF_ROLES if role in given]


def of(role: Role, names: Iterable[str]) -> Roles:
    """A person's roles as policies.py takes them."""
    return ("staff", *among(names)) if role == "staff" else (role,)


def named(name: str) -> tuple[Role, list[StaffRole]]:
    """What one of the first sign-ins is, by its name: "customer", "staff" (an admin), or a role."""
    if name == "customer":
        return "customer", []
    return "staff", among([ADMIN if name == "staff" else name])


def kept(before: Sequence[StaffRole], after: Sequence[StaffRole]) -> list[StaffRole]:
    """The roles that a person has both before and after a change."""
    return [role for role in before if role in after]


def check_staff(role: Role) -> None:
    """409 for a customer."""
    if role != "staff":
        raise Conflict("A customer has no roles. Only the shop's operator makes an account staff.")


def check_last_admin(
    before: Sequence[StaffRole], after: Sequence[StaffRole], admins: Sequence[object]
) -> None:
    """409 if the change would leave the shop without an admin. admins: those that there are."""
    if ADMIN in before and ADMIN not in after and len(admins) < 2:
        raise last_admin()


def last_admin() -> Conflict:
    return Conflict("The last admin stays.")
