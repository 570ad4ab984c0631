"""How accounts reaches the other features: an event that each of them consumes, and a signed cache
entry per session, which they read before they call accounts (chassis/people.py)."""

import time
from collections.abc import Iterable
from functools import partial

import jwt

from shop_rules.shapes import Role, StaffRole, UserId

from chassis import connections, db, keys, outbox, people, service_tokens
from chassis.shapes import PersonEvent
from chassis.valkey import Pipe, Valkey


def forget_person(tx: db.Tx, user_id: UserId) -> None:
    """Publish the event on which the others delete cart, notifications, and final addresses."""
    event: PersonEvent = {"kind": "closed", "user_id": user_id}
    outbox.add_event(tx, "people", **event)


# --8<-- [start:sessions]
def forget_sessions(session_ids: Iterable[str]) -> None:
    """Mark them as over in the cache, before they end. RedisError if that fails: then none ends,
    because other services may still read the old entries."""
    for each in session_ids:
        connections.volatile().set(people.key(each), _signed(each), ex=people.REMEMBERED_SECONDS)


def remember_session(
    session_id: str,
    user_id: UserId | None = None,
    role: Role | None = None,
    roles: list[StaffRole] | None = None,
) -> None:
    """Cache what the database returned, or that there is no such session. Never overwrites an
    entry, which may be newer."""
    entry = _signed(session_id, sub=user_id, role=role, roles=roles)
    key, seconds = people.key(session_id), people.REMEMBERED_SECONDS
    connections.if_cached(lambda cache: cache.set(key, entry, ex=seconds, nx=True))


# --8<-- [end:sessions]
def withdraw_roles(session_ids: Iterable[str], user_id: UserId, kept: list[StaffRole]) -> None:
    """Leave all live sessions only the kept roles, before the others are withdrawn. RedisError if
    that fails: then none is withdrawn, because other services may still read the old entries."""
    for each in session_ids:
        _replace_unless_over(connections.volatile(), each, user_id, kept)


def change_roles(session_ids: Iterable[str], user_id: UserId, roles: list[StaffRole]) -> None:
    """Write the roles of a member of staff into the cache entries of all live sessions."""
    for each in session_ids:
        replace = partial(_replace_unless_over, session_id=each, user_id=user_id, roles=roles)
        connections.if_cached(replace)


def _replace_unless_over(
    cache: Valkey, session_id: str, user_id: UserId, roles: list[StaffRole]
) -> None:
    key = people.key(session_id)
    entry = _signed(session_id, sub=user_id, role="staff", roles=roles)

    def write(pipe: Pipe) -> None:
        before = people.verified(pipe.get(key), session_id)
        pipe.multi()
        if before != people.OVER:
            pipe.set(key, entry, ex=people.REMEMBERED_SECONDS)

    cache.transaction(write, key)


def _signed(session_id: str, **known: str | list[StaffRole] | None) -> str:
    """A signed entry. known: sub (the person's id), role, and roles; without them the session is
    over."""
    claims: dict[str, object] = {name: value for name, value in known.items() if value is not None}
    claims |= {"iss": people.SIGNED_BY, "aud": people.AUDIENCE, "sid": session_id}
    claims["exp"] = int(time.time()) + people.REMEMBERED_SECONDS
    return jwt.encode(claims, keys.own_key(), algorithm=service_tokens.ALGORITHM)
