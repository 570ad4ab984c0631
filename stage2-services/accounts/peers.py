"""How accounts reaches the other features: an event that each of them follows, and a signed entry
for each session in the cache, where they look before they ask (chassis/people.py)."""

import time

import jwt

from chassis import connections, keys, outbox, people, service_tokens


def forget_person(tx, user_id):
    """Cart, notifications and the addresses of final orders go when their services hear of it."""
    outbox.add_event(tx, "people", kind="closed", user_id=user_id)


# --8<-- [start:sessions]
def forget_sessions(session_ids):
    """Write that they are over, before they end. RedisError if that fails: then none ends, since
    other services may still read the cache."""
    for each in session_ids:
        connections.volatile().set(people.key(each), _signed(each), ex=people.REMEMBERED_SECONDS)


def remember_session(session_id, user_id=None, role=None):
    """Cache what the database said, or that it knows no such session. Never over an entry: that
    one may be newer."""
    entry = _signed(session_id, sub=user_id, role=role)
    kept = {"ex": people.REMEMBERED_SECONDS, "nx": True}
    connections.if_cached(lambda cache: cache.set(people.key(session_id), entry, **kept))


# --8<-- [end:sessions]
def change_role(session_ids, user_id, role):
    """Write the new role over the entries of all sessions that are not over."""
    for each in session_ids:
        connections.if_cached(
            lambda cache, each=each: _replace_unless_over(cache, each, user_id, role)
        )


def _replace_unless_over(cache, session_id, user_id, role):
    key, entry = people.key(session_id), _signed(session_id, sub=user_id, role=role)

    def write(pipe):
        before = people.verified(pipe.get(key), session_id)
        pipe.multi()
        if before != people.OVER:
            pipe.set(key, entry, ex=people.REMEMBERED_SECONDS)

    cache.transaction(write, key)


def _signed(session_id, **known):
    """known: sub (the person's id) and role; without them the session is over."""
    claims = {name: value for name, value in known.items() if value is not None}
    claims |= {"iss": people.SIGNED_BY, "aud": people.AUDIENCE, "sid": session_id}
    claims["exp"] = int(time.time()) + people.REMEMBERED_SECONDS
    return jwt.encode(claims, keys.own_key(), algorithm=service_tokens.ALGORITHM)
