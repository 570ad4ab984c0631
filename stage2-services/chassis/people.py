"""What every service needs to know of a person: accounts is asked, and its answer remembered.

A sign-out must count at once, everywhere. So accounts writes "gone" over what is remembered
before it ends a session, and what a slower reader then brings is not written over that: SET NX.
Where that can't be written the session is not ended: others may still reach the cache.
"""

import json

import redis

from shop_rules.errors import NotFound

from . import calls, connections

REMEMBERED_SECONDS = 60
GONE = "gone"

_SET_UNLESS_GONE = """
if redis.call('GET', KEYS[1]) == ARGV[1] then return 0 end
redis.call('SET', KEYS[1], ARGV[2], 'EX', ARGV[3])
return 1
"""


def role_in(session_id, user_id):
    """The person's role, or None if the person or the session is gone."""
    known = _remembered(session_id)
    if known is None:
        known = _asked(session_id)
        _remember(session_id, known)
    if known == GONE:
        return None
    session = json.loads(known)
    return session["role"] if session["user_id"] == user_id else None


def exists(user_id):
    try:
        calls.call("accounts", "GET", f"/people/{user_id}")
    except NotFound:
        return False
    return True


def forget(session_ids):
    """They are over: nobody is to believe otherwise. A RedisError if that can't be written."""
    for each in session_ids:
        connections.volatile().set(_key(each), GONE, ex=REMEMBERED_SECONDS)


def change_role(session_ids, user_id, role):
    """They go on in another role, written over what is remembered of those that are not over."""
    arguments = [GONE, json.dumps({"user_id": user_id, "role": role}), REMEMBERED_SECONDS]

    def write(cache):
        for each in session_ids:
            cache.eval(_SET_UNLESS_GONE, 1, _key(each), *arguments)

    _try(write)


def _asked(session_id):
    try:
        return json.dumps(calls.call("accounts", "GET", f"/sessions/{session_id}"))
    except NotFound:
        return GONE


def _remembered(session_id):
    return _try(lambda cache: cache.get(_key(session_id)))


def _remember(session_id, known):
    _try(lambda cache: cache.set(_key(session_id), known, ex=REMEMBERED_SECONDS, nx=True))


def _key(session_id):
    return f"session:{session_id}"


def _try(work):
    """Without the cache everything works as well, and slower."""
    try:
        return work(connections.volatile())
    except redis.RedisError:
        return None
