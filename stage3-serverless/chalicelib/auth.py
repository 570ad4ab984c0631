"""Authentication and authorization: each route begins with one of these guards.

The token proves the caller's identity. Each request also checks that neither the token nor the
person was revoked since, so that a sign-out takes effect at once. It is not an authorizer of API
Gateway, which would word its refusals in its own way and cache its answers.
"""

from contextvars import ContextVar
from dataclasses import dataclass
from typing import TypedDict, TypeVar

from shop_rules import headers, step_up, tokens
from shop_rules.errors import Forbidden, NotFound, Unauthenticated
from shop_rules.shapes import UserId

from . import http, keys
from .accounts import sessions, store
from .config import config

caller_id: ContextVar[UserId | None] = ContextVar("caller_id", default=None)  # for the log


@dataclass(frozen=True)
class Caller:
    id: UserId
    session_id: str
    is_staff: bool
    signed_in_at: int = 0  # Unix seconds; 0 in a token of an earlier release


class OfAPerson(TypedDict):
    user_id: UserId


Thing = TypeVar("Thing", bound=OfAPerson)


# --8<-- [start:signed_in]
def signed_in() -> Caller:
    token = headers.bearer(http.header("Authorization"))
    claims = tokens.verified(token, keys.public_key())
    role = sessions.role_in(claims["sid"], claims["sub"])
    if role is None:
        raise Unauthenticated("The access token was revoked.")
    caller_id.set(claims["sub"])
    return Caller(claims["sub"], claims["sid"], role == "staff", claims.get("auth_time", 0))


# --8<-- [end:signed_in]


def staff() -> Caller:
    caller = signed_in()
    if not caller.is_staff:
        raise Forbidden("This is for staff.")
    return caller


def owner(user_id: UserId, recent: bool = False) -> Caller:
    """Allow only the owner. Other people's resources are 404, so that ids leak nothing.

    recent: require a recent sign-in, else 401 (RFC 9470), which is checked before the 404.
    """
    caller = signed_in()
    if recent:
        step_up.check(caller.signed_in_at, config().step_up_seconds)
    if caller.id != user_id:
        raise NotFound("No such user.")
    return caller


def owner_or_staff(user_id: UserId) -> Caller:
    caller = signed_in()
    if caller.id != user_id and not (caller.is_staff and store.exists(user_id)):
        raise NotFound("No such user.")
    return caller


def may_see_order(caller: Caller, thing: Thing | None) -> Thing:
    """thing: an order or a payment, a dict with its owner's user_id, or None."""
    if thing is None or not (caller.is_staff or thing["user_id"] == caller.id):
        raise NotFound("No such order.")
    return thing
