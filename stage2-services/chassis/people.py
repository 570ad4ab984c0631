"""What every service needs to know of a person: it calls accounts and caches the response.

A sign-out must take effect at once, everywhere. So accounts writes "over" into the cache before it
ends a session (accounts/peers.py). An entry is a JWT that accounts signs, for one session and one
minute, so another writer to the cache can forge neither a session nor a member of staff. An entry
that accounts did not sign is ignored, and accounts is called.
"""

import time
from functools import lru_cache
from typing import NotRequired, Protocol, TypedDict

import jwt

from shop_rules import roles
from shop_rules.errors import NotFound
from shop_rules.shapes import Role, Roles, StaffRole, UserId

from . import calls, connections, keys, service_tokens
from .shapes import Json, Session

REMEMBERED_SECONDS = 60
SIGNED_BY, AUDIENCE = "accounts", "sessions"  # in a service token, the audience is a service


class People(Protocol):
    """This module, or accounts' own tables."""

    def roles_in(self, session_id: str, user_id: UserId) -> Roles | None: ...

    def exists(self, user_id: UserId) -> bool: ...


class Known(TypedDict):
    """What is known of a session: its owner, or None if it is over."""

    user_id: UserId | None
    roles: Roles | None


class Claims(TypedDict):
    """The claims of an entry in the cache."""

    sid: str
    exp: int  # Unix seconds
    sub: NotRequired[UserId]
    role: NotRequired[Role]
    roles: NotRequired[list[StaffRole]]  # absent in an entry of an earlier release


OVER: Known = {"user_id": None, "roles": None}


# --8<-- [start:roles_in]
def roles_in(session_id: str, user_id: UserId) -> Roles | None:
    """The person's roles, or None if the person or the session is gone."""
    session = _remembered(session_id) or _asked(session_id)
    return session["roles"] if session["user_id"] == user_id else None


# --8<-- [end:roles_in]
def exists(user_id: UserId) -> bool:
    try:
        calls.call("accounts", "GET", f"/people/{user_id}")
    except NotFound:
        return False
    return True


def key(session_id: str) -> str:
    """The key of the entry in the cache."""
    return f"session:{session_id}"


# --8<-- [start:verified]
def verified(entry: str | None, session_id: str) -> Known | None:
    """What an entry says, if accounts signed it for this session less than a minute ago: OVER if
    the session is over. None for any other entry."""
    claims = _signed_by_accounts(entry) if entry else None
    if claims is None or claims["sid"] != session_id:
        return None
    if claims["exp"] + service_tokens.LEEWAY_SECONDS < time.time():
        return None
    if "sub" not in claims:
        return OVER
    if "role" not in claims or "roles" not in claims:
        return None
    return {"user_id": claims["sub"], "roles": roles.of(claims["role"], claims["roles"])}


@lru_cache(maxsize=4096)
def _signed_by_accounts(entry: str) -> Claims | None:
    """The claims of an entry, expired or not, or None. A valid signature stays valid, so the result
    is cached: later requests with the same entry don't verify it again."""
    try:
        claims: Json = jwt.decode(
            entry,
            keys.key_of(SIGNED_BY),
            algorithms=[service_tokens.ALGORITHM],
            issuer=SIGNED_BY,
            audience=AUDIENCE,
            options={"require": ["iss", "aud", "exp", "sid"], "verify_exp": False},
        )
    except jwt.InvalidTokenError:
        return None
    return claims


# --8<-- [end:verified]
def _asked(session_id: str) -> Known:
    try:
        found: Session = calls.call("accounts", "GET", f"/sessions/{session_id}")
    except NotFound:
        return OVER
    return {"user_id": found["user_id"], "roles": roles.of(found["role"], found["roles"])}


def _remembered(session_id: str) -> Known | None:
    """The cached entry. Without the cache everything still works, but slower."""
    entry = connections.if_cached(lambda cache: cache.get(key(session_id)))
    return verified(entry, session_id)
