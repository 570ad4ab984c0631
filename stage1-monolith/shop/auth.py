"""Authentication and authorization: each route begins with one of these guards.

The token proves the caller's identity. Each request also checks that neither the token nor the
person was revoked since, so that a sign-out takes effect at once.
"""

from dataclasses import dataclass
from typing import TypedDict, TypeVar

from flask import g, request

from shop_rules import headers, step_up, tokens
from shop_rules.errors import Forbidden, NotFound, Unauthenticated
from shop_rules.shapes import UserId

from . import keys
from .accounts import sessions, store
from .config import config


@dataclass(frozen=True)
class Caller:
    id: UserId
    session_id: str
    is_staff: bool
    signed_in_at: int = 0  # Unix seconds; 0 in a token of an earlier release


class Owned(TypedDict):
    user_id: UserId


Thing = TypeVar("Thing", bound=Owned)  # an order, or its payment


# --8<-- [start:signed_in]
def signed_in() -> Caller:
    token = headers.bearer(request.headers.get("Authorization"))
    claims = tokens.verified(token, keys.public_key())
    role = sessions.role_in(claims["sid"], claims["sub"])
    if role is None:
        raise Unauthenticated("The access token was revoked.")
    g.user_id = claims["sub"]
    return Caller(claims["sub"], claims["sid"], role == "staff", claims.get("auth_time", 0))


# --8<-- [end:signed_in]


# --8<-- [start:guards]
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


# --8<-- [end:guards]


def owner_or_staff(user_id: UserId) -> Caller:
    caller = signed_in()
    if caller.id != user_id and not (caller.is_staff and store.exists(user_id)):
        raise NotFound("No such user.")
    return caller


def may_see_order(caller: Caller, thing: Thing | None) -> Thing:
    """The order or payment; 404 if there is none that the caller may see."""
    if thing is None or not (caller.is_staff or thing["user_id"] == caller.id):
        raise NotFound("No such order.")
    return thing
