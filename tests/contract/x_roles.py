"""Who may do what according to openapi.yaml: x-roles, x-roles-limits, x-roles-never-own."""

from collections.abc import Collection
from pathlib import Path
from typing import Any, NamedTuple

import yaml

FILE = Path(__file__).parents[2] / "shared" / "openapi.yaml"
METHODS = {"get", "put", "post", "delete"}
EVERYONE = {"public", "signed-in"}  # no policy is asked


class Operation(NamedTuple):
    id: str
    method: str
    path: str
    said: dict[str, Any]

    @property
    def is_decided(self) -> bool:
        """By the policies: not public."""
        return not promised(self) & EVERYONE

    @property
    def is_personal(self) -> bool:
        return "owner" in promised(self)

    def __str__(self) -> str:
        return self.id


def promised(operation: Operation) -> set[str]:
    return set(operation.said.get("x-roles", ()))


def allowed(operation: Operation, roles: Collection[str], own: bool, total: int = 0) -> bool:
    """What the contract promises to a person with these roles."""
    if own and operation.said.get("x-roles-never-own"):
        return False
    limits = operation.said.get("x-roles-limits", {})
    having = {role for role in roles if total <= limits.get(role, {}).get("total", total)}
    return bool(promised(operation) & having) or (own and operation.is_personal)


def refusal(operation: Operation, is_staff: bool) -> int:
    """The status for a person who may not: 404 hides from customers what others own."""
    of_staff = promised(operation) - {"owner"}
    return 403 if of_staff and (is_staff or not operation.is_personal) else 404


OPERATIONS = [
    Operation(said["operationId"], method.upper(), path, said)
    for path, methods in yaml.safe_load(FILE.read_text("utf-8"))["paths"].items()
    for method, said in methods.items()
    if method in METHODS
]
