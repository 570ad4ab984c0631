"""Who may do what according to openapi.yaml: x-roles, x-roles-limits, x-roles-never-own."""

from collections.abc import Collection
from pathlib import Path
from typing import NamedTuple

import yaml

from .version import FORMS

FILE = Path(__file__).parents[2] / "shared" / FORMS.document
METHODS = {"get", "put", "post", "delete"}
EVERYONE = {"public", "signed-in"}  # no policy is asked


class Operation(NamedTuple):
    id: str
    method: str
    path: str
    roles: frozenset[str]
    limits: dict[str, dict[str, int]]  # {role: {"total": cents}}
    never_own: bool
    has_body: bool

    @property
    def is_decided(self) -> bool:
        """By the policies: not public."""
        return not self.roles & EVERYONE

    @property
    def is_personal(self) -> bool:
        return "owner" in self.roles

    def __str__(self) -> str:
        return self.id


def allowed(operation: Operation, roles: Collection[str], own: bool, total: int = 0) -> bool:
    """What the contract promises to a person with these roles."""
    if own and operation.never_own:
        return False
    limits = operation.limits
    having = {role for role in roles if total <= limits.get(role, {}).get("total", total)}
    return bool(operation.roles & having) or (own and operation.is_personal)


def refusal(operation: Operation, is_staff: bool) -> int:
    """The status for a person who may not: 404 hides from customers what others own."""
    of_staff = operation.roles - {"owner"}
    return 403 if of_staff and (is_staff or not operation.is_personal) else 404


OPERATIONS = [
    Operation(
        said["operationId"],
        method.upper(),
        path,
        frozenset(said.get("x-roles", ())),
        said.get("x-roles-limits", {}),
        said.get("x-roles-never-own", False),
        "requestBody" in said,
    )
    for path, methods in yaml.safe_load(FILE.read_text("utf-8"))["paths"].items()
    for method, said in methods.items()
    if method in METHODS
]
