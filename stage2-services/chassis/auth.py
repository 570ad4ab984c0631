"""Authentication and authorization: each route begins with one of these guards.

The token proves the caller's identity, and every service can verify it alone. Each request also
checks that neither token nor person was revoked since, so that a sign-out takes effect at once.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeVar

from flask import current_app, g, request

from shop_rules import headers, step_up, tokens
from shop_rules.errors import Forbidden, NotFound, Unauthenticated
from shop_rules.shapes import UserId

from . import keys, service_tokens
from .config import config
from .people import People

Thing = TypeVar("Thing", bound=Mapping[str, object])  # a shape with its owner's user_id


@dataclass(frozen=True)
class Caller:
    id: UserId
    session_id: str
    is_staff: bool
    signed_in_at: int = 0  # Unix seconds; 0 in a token of an earlier release


# --8<-- [start:signed_in]
def signed_in() -> Caller:
    token = headers.bearer(request.headers.get("Authorization"))
    claims = tokens.verified(token, keys.public_key())
    role = _people().role_in(claims["sid"], claims["sub"])
    if role is None:
        raise Unauthenticated("The access token was revoked.")
    g.user_id = claims["sub"]
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
    if caller.id != user_id and not (caller.is_staff and _people().exists(user_id)):
        raise NotFound("No such user.")
    return caller


def may_see_order(caller: Caller, thing: Thing | None) -> Thing:
    """The order or payment; 404 if there is none that the caller may see."""
    if thing is None or not (caller.is_staff or thing["user_id"] == caller.id):
        raise NotFound("No such order.")
    return thing


def service(*names: str) -> None:
    """Allow only these services, by service token. The gateway routes no client here."""
    service_tokens.check(headers.bearer(request.headers.get("Authorization")), names)


def _people() -> People:
    """people.py, which asks accounts; in accounts itself, its own tables."""
    return current_app.config["PEOPLE"]
