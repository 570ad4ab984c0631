"""The body of PUT /users/{user_id}/roles."""

from typing import Annotated

from pydantic import AfterValidator, Field

from .bodies import Body
from .roles import STAFF_ROLES
from .shapes import StaffRole


def _distinct(roles: list[StaffRole]) -> list[StaffRole]:
    if len(set(roles)) < len(roles):
        raise ValueError("must not name a role twice")
    return roles


class NewRoles(Body):
    roles: Annotated[list[StaffRole], Field(max_length=len(STAFF_ROLES)), AfterValidator(_distinct)]
