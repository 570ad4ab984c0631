"""Authorization: whether a person's roles allow an operation, decided by policies.cedar.

    the caller's roles, the operation, whose thing it is  →  policies.cedar  →  allowed or denied

The guards of each stage (auth.py) ask `allow`. It is a pure function of its arguments, so nothing
about a person is remembered here, and a change of roles needs no change here.
"""

import json
from functools import cache, lru_cache
from importlib import resources
from itertools import combinations
from typing import TYPE_CHECKING, Literal, NamedTuple

from .roles import STAFF_ROLES, of
from .shapes import Roles

if TYPE_CHECKING:
    import cedarpy

DENIED = "Your roles do not allow this."

# The operationIds of openapi.yaml that need a sign-in.
Operation = Literal[
    "list_users", "get_user", "update_user", "delete_user", "change_password", "set_roles",
    "list_audit", "begin_mfa", "confirm_mfa", "remove_mfa", "create_product", "update_product",
    "archive_product", "put_image", "import_products", "get_import", "get_stock",
    "list_adjustments", "adjust_stock", "get_cart", "empty_cart", "put_cart_item",
    "remove_cart_item", "place_order", "list_user_orders", "list_orders", "get_order",
    "cancel_order", "ship_order", "deliver_order", "get_payment", "list_notifications",
    "list_identities", "link_identity", "unlink_identity", "export_orders", "get_funnel",
    "list_trending",
]  # fmt: skip


class _Engine(NamedTuple):
    policies: "cedarpy.PolicySet"
    callers: dict[Roles, "cedarpy.Entities"]  # one for each combination of roles


def text(name: str) -> str:
    """policies.cedar, or the schema."""
    return resources.files(__package__).joinpath(name).read_text("utf-8")


def load() -> None:
    """Parse and validate the policies; called at the start of the shop. SystemExit, with one line
    that says what is wrong, if they don't validate: a shop without rules must not open."""
    _engine()


# --8<-- [start:allow]
@lru_cache(maxsize=4096)
def allow(roles: Roles, operation: Operation, own: bool, total: int = 0) -> bool:
    """Whether these roles allow the operation. total: that of the order, in cents."""
    import cedarpy

    engine = _engine()
    request = {
        "principal": 'Person::"caller"',
        "action": f'Action::"{operation}"',
        "resource": 'Shop::"shop"',
        "context": {"own": own, "total": total},
    }
    return cedarpy.is_authorized(request, engine.policies, engine.callers[roles]).allowed


# --8<-- [end:allow]
def wrong_in(policies: str, schema: str) -> str | None:
    """The first error of a policy set, in one line, or None if it validates."""
    import cedarpy

    found = cedarpy.validate_policies(policies, schema)
    if found.validation_passed:
        return None
    first = found.errors[0]
    name = found.id_annotations_by_policy_id.get(first.policy_id, first.policy_id)
    return " ".join(f"{name}: {first.error}".removeprefix(": ").split())


@cache
def _engine() -> _Engine:
    """Parsed once a process. The library is imported here: functions that serve no HTTP don't
    need its 16 MB."""
    import cedarpy

    policies, schema = text("policies.cedar"), text("policies.cedarschema")
    wrong = wrong_in(policies, schema)
    if wrong:
        raise SystemExit(f"policies.cedar does not validate, so the shop does not start: {wrong}")
    parsed = cedarpy.Schema.from_str(schema)
    callers = {
        roles: cedarpy.Entities.from_json_str(json.dumps(_caller(roles)), parsed)
        for roles in all_roles()
    }
    return _Engine(cedarpy.PolicySet.from_str(policies), callers)


def all_roles() -> list[Roles]:
    """Each combination that a person can have."""
    sizes = range(len(STAFF_ROLES) + 1)
    staff = [of("staff", names) for size in sizes for names in combinations(STAFF_ROLES, size)]
    return [of("customer", ()), *staff]


def _caller(roles: Roles) -> list[object]:
    """The caller as Cedar's entity: a member of the group of each role."""
    parents = [{"type": "Role", "id": role} for role in roles]
    return [{"uid": {"type": "Person", "id": "caller"}, "attrs": {}, "parents": parents}]
