"""Who may do what according to openapi.yaml: x-roles, x-roles-limits, x-roles-never-own."""

from pathlib import Path
from typing import NamedTuple

import yaml

FILE = Path(__file__).parents[2] / "shared" / "openapi.yaml"
METHODS = {"get", "put", "post", "delete"}
EVERYONE = {"public", "signed-in"}  # no policy is asked


class Operation(NamedTuple):
    id: str
    method: str
    path: str
    said: dict

    @property
    def is_decided(self):
        return not promised(self) & EVERYONE

    def __str__(self):
        return self.id


def promised(operation):
    return set(operation.said.get("x-roles", ()))


def allowed(operation, roles, own, total=0):
    """What the contract promises to a person with these roles."""
    if own and operation.said.get("x-roles-never-own"):
        return False
    limits = operation.said.get("x-roles-limits", {})
    having = {role for role in roles if total <= limits.get(role, {}).get("total", total)}
    return bool(promised(operation) & having) or (own and "owner" in promised(operation))


OPERATIONS = [
    Operation(said["operationId"], method.upper(), path, said)
    for path, methods in yaml.safe_load(FILE.read_text("utf-8"))["paths"].items()
    for method, said in methods.items()
    if method in METHODS
]
