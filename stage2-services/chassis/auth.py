"""Who is asking, and may they? Each route begins with one of these guards.

The token proves who it is, and every service can verify it alone; that neither the token nor the
person was revoked since is looked up at each request, so that a sign-out counts at once.
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

Thing = TypeVar("Thing", bound=Mapping[str, object])  # a shape with the user_id of whose it is


@dataclass(frozen=True)
class Caller:
    id: UserId
    session_id: str
    is_staff: bool
    signed_in_at: int = 0  # Unix seconds; 0 in a token of a release that did not say it


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
    """Only the person concerned. Other people's things are 404, so that ids leak nothing.

    recent: only soon after the sign-in, else 401 (RFC 9470). By the order of checks the 401 wins.
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
    """The thing, an order or its payment; 404 unless it is there and the caller may see it."""
    if thing is None or not (caller.is_staff or thing["user_id"] == caller.id):
        raise NotFound("No such order.")
    return thing


def service(*names: str) -> None:
    """Only these services, with their own token: nobody comes here through the gateway."""
    service_tokens.check(headers.bearer(request.headers.get("Authorization")), names)


def _people() -> People:
    """people.py, which asks accounts; accounts itself knows."""
    return current_app.config["PEOPLE"]
