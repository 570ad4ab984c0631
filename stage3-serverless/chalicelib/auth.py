"""Authentication and authorization: each route begins with one of these guards.

The token proves the caller's identity. Each request also checks that neither the token nor the
person was revoked since, so that a sign-out takes effect at once. It is not an authorizer of API
Gateway, which would word its refusals in its own way and cache its answers.
"""

from contextvars import ContextVar
from dataclasses import dataclass
from typing import TypedDict, TypeVar

from shop_rules import headers, policies, step_up, tokens
from shop_rules.errors import Forbidden, NotFound, Unauthenticated
from shop_rules.policies import Operation
from shop_rules.shapes import Roles, UserId

from . import http, keys
from .accounts import sessions, store
from .config import config

caller_id: ContextVar[UserId | None] = ContextVar("caller_id", default=None)  # for the log


@dataclass(frozen=True)
class Caller:
    id: UserId
    session_id: str
    roles: Roles
    signed_in_at: int = 0  # Unix seconds; 0 in a token of an earlier release

    @property
    def is_staff(self) -> bool:
        return "staff" in self.roles


class OfAPerson(TypedDict):
    user_id: UserId


Thing = TypeVar("Thing", bound=OfAPerson)


# --8<-- [start:signed_in]
def signed_in() -> Caller:
    token = headers.bearer(http.header("Authorization"))
    claims = tokens.verified(token, keys.public_key())
    roles = sessions.roles_in(claims["sid"], claims["sub"])
    if roles is None:
        raise Unauthenticated("The access token was revoked.")
    caller_id.set(claims["sub"])
    return Caller(claims["sub"], claims["sid"], roles, claims.get("auth_time", 0))


# --8<-- [end:signed_in]
def signed_in_or_not() -> Caller | None:
    """The caller, or None without a token; 401 for a token that is not valid."""
    return signed_in() if http.header("Authorization") is not None else None


# --8<-- [start:guards]
def may(operation: Operation, recent: bool = False) -> Caller:
    """Allow a staff operation on other people's data; 403 if no role allows it.

    recent: require a recent sign-in, else 401 (RFC 9470), which is checked before the 403.
    """
    caller = _signed_in(recent)
    if not policies.allow(caller.roles, operation, own=False):
        raise Forbidden(policies.DENIED)
    return caller


def owner(user_id: UserId, operation: Operation, recent: bool = False) -> Caller:
    """Allow only the owner. Other people's resources are 404, so that ids leak nothing."""
    caller = _signed_in(recent)
    if not policies.allow(caller.roles, operation, own=caller.id == user_id):
        raise NotFound("No such user.")
    return caller


# --8<-- [end:guards]


def owner_or_staff(user_id: UserId, operation: Operation) -> Caller:
    """Allow the owner, and staff whose roles allow it: 403 for other staff, 404 for customers."""
    caller = signed_in()
    _check(caller, operation, "No such user.", own=caller.id == user_id)
    if caller.id != user_id and not store.exists(user_id):
        raise NotFound("No such user.")
    return caller


def may_see_order(
    caller: Caller, operation: Operation, thing: Thing | None, total: int = 0
) -> Thing:
    """The order or payment; 404 if there is none that the caller may see, 403 as above.

    total: the order's, in cents, if it matters to the operation.
    """
    own = thing is not None and thing["user_id"] == caller.id
    _check(caller, operation, "No such order.", own, total)
    if thing is None:
        raise NotFound("No such order.")
    return thing


def _signed_in(recent: bool) -> Caller:
    caller = signed_in()
    if recent:
        step_up.check(caller.signed_in_at, config().step_up_seconds)
    return caller


def _check(caller: Caller, operation: Operation, missing: str, own: bool, total: int = 0) -> None:
    if not policies.allow(caller.roles, operation, own, total):
        raise Forbidden(policies.DENIED) if caller.is_staff else NotFound(missing)
