"""What every service needs to know of a person: accounts is asked, and its answer is cached.

A sign-out must count at once, everywhere. So accounts writes "over" into the cache before it ends
a session (accounts/peers.py). An entry is a JWT that accounts signs, for one session and one
minute: a write to the cache by anybody else makes no session and no member of staff. An entry that
accounts did not sign counts as none, and accounts is asked.
"""

import time
from functools import lru_cache

import jwt

from shop_rules.errors import NotFound

from . import calls, connections, keys, service_tokens

REMEMBERED_SECONDS = 60
SIGNED_BY, AUDIENCE = "accounts", "sessions"  # in a service token, the audience is a service
OVER = {"user_id": None, "role": None}


# --8<-- [start:role_in]
def role_in(session_id: str, user_id: str) -> str | None:
    """The person's role, or None if the person or the session is gone."""
    session = _remembered(session_id) or _asked(session_id)
    return session["role"] if session["user_id"] == user_id else None


# --8<-- [end:role_in]
def exists(user_id: str) -> bool:
    try:
        calls.call("accounts", "GET", f"/people/{user_id}")
    except NotFound:
        return False
    return True


def key(session_id: str) -> str:
    """Of the entry in the cache."""
    return f"session:{session_id}"


# --8<-- [start:verified]
def verified(entry: str | None, session_id: str) -> dict | None:
    """{user_id, role} of an entry that accounts signed for this session less than a minute ago,
    OVER if it says that the session is over, None for anything else."""
    claims = _signed_by_accounts(entry) if entry else None
    if claims is None or claims["sid"] != session_id:
        return None
    if claims["exp"] + service_tokens.LEEWAY_SECONDS < time.time():
        return None
    return {"user_id": claims.get("sub"), "role": claims.get("role")}


@lru_cache(maxsize=4096)
def _signed_by_accounts(entry):
    """The claims of an entry, expired or not, or None. A signature that was once right stays so:
    verified once, it costs later requests with the same entry nothing."""
    try:
        return jwt.decode(
            entry,
            keys.key_of(SIGNED_BY),
            algorithms=[service_tokens.ALGORITHM],
            issuer=SIGNED_BY,
            audience=AUDIENCE,
            options={"require": ["iss", "aud", "exp", "sid"], "verify_exp": False},
        )
    except jwt.InvalidTokenError:
        return None


# --8<-- [end:verified]
def _asked(session_id):
    try:
        return calls.call("accounts", "GET", f"/sessions/{session_id}")
    except NotFound:
        return OVER


def _remembered(session_id):
    """Without the cache everything works as well, and slower."""
    entry = connections.if_cached(lambda cache: cache.get(key(session_id)))
    return verified(entry, session_id)
