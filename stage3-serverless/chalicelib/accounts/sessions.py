"""Sessions, refresh tokens, and failed attempts to sign in.

| what            | pk               | sk          | asked for                          |
| --------------- | ---------------- | ----------- | ---------------------------------- |
| a session       | the person's id  | session, id | with the person, at every request  |
| a refresh token | refresh, digest  | refresh     | by its digest                      |
| failed attempts | attempts, digest | attempts    | by counter: an e-mail or a person  |

DynamoDB deletes each item after its expires_at (Unix seconds), up to two days late.
"""

import time

from shop_rules import ids, roles, throttle, times, tokens
from shop_rules.shapes import Roles, Time, UserId

from .. import db
from .admins import roles_of
from .store import TABLE
from .store import key as person_key


def add(tx: db.Tx, user: db.Item, fingerprint: str) -> str:
    """Add a session and return its id, which contains the time of the sign-in."""
    session_id = ids.new_id()
    item = {**key(user["id"], session_id), "generation": user["generation"]}
    tx.put(TABLE, {**item, **_refreshed()})
    add_refresh_token(tx, user["id"], session_id, fingerprint)
    return session_id


def add_refresh_token(tx: db.Tx, user_id: UserId, session_id: str, fingerprint: str) -> None:
    item = {**_token(fingerprint), "user_id": user_id, "session_id": session_id, "used": False}
    tx.put(TABLE, {**item, "expires_at": _in(tokens.REFRESH_SECONDS)})


def of_refresh_token(fingerprint: str) -> db.Item | None:
    """{user_id, session_id, used} of a token with a live session, or None."""
    token = db.get(TABLE, _token(fingerprint))
    if token is None or not _is_alive(token):
        return None
    return token if roles_in(token["session_id"], token["user_id"]) else None


def mark_used(tx: db.Tx, fingerprint: str, token: db.Item) -> None:
    """db.Lost if it was used, or its session ended, since it was read."""
    tx.set(TABLE, _token(fingerprint), {"used": True}, "#used = :unused", unused=False)
    session = key(token["user_id"], token["session_id"])
    tx.set(TABLE, session, _refreshed(), "attribute_exists(#pk)")


def roles_in(session_id: str, user_id: UserId) -> Roles | None:
    """The person's roles, or None if the person or the session is gone.

    A batch may read one item before a transaction and the other after it, so if the generations
    differ, only a second read counts (DynamoDB Developer Guide, "Transaction isolation levels").
    """
    for _ in range(2):
        rows = db.get_many(TABLE, [person_key(user_id), key(user_id, session_id)])
        found = {row["sk"]: row for row in rows}
        person = found.pop(person_key(user_id)["sk"], None)
        session = next(iter(found.values()), None)
        if not (person and session):
            return None
        if session["generation"] == person["generation"]:
            return roles.of(person["role"], roles_of(person))
    return None


def key(user_id: UserId, session_id: str) -> db.Item:
    return {"pk": user_id, "sk": f"session {session_id}"}


def check_attempts(counter: str, of_code: bool) -> None:
    """Raise 429 if locked out. Counts this attempt as failed until it is forgiven, so concurrent
    attempts get no more tries than sequential ones."""
    try:
        with db.transaction("count_attempt") as tx:
            _count_one_more(tx, counter, of_code)
    except db.Lost:
        before = db.get(TABLE, _attempts(counter)) or {"failures": 0, "first_at": None}
        throttle.check(before["failures"], before["first_at"])
        if throttle.in_window(before["first_at"]):  # begun by another request meanwhile
            check_attempts(counter, of_code)
        else:
            _begin_window(counter, of_code, before["first_at"])


def forgive_attempts(tx: db.Tx, counter: str, of_code: bool) -> None:
    """Uncount the attempt. A correct code forgives only wrong codes: see throttle.counted."""
    if not of_code:
        return tx.delete(TABLE, _attempts(counter))
    less = "SET #failures = #failures - #codes, #codes = :none"
    tx.update(TABLE, _attempts(counter), less, "attribute_exists(#pk)", none=0)


def carry_attempts(tx: db.Tx, counter: str, to: str) -> None:
    """Raise the failures of `to` to at least those of `counter`."""
    old = db.get(TABLE, _attempts(counter))
    if old is None:
        return
    new = db.get(TABLE, _attempts(to)) or {"failures": 0}
    if old["failures"] > new["failures"]:
        tx.put(TABLE, {**old, **_attempts(to)})


def _count_one_more(tx: db.Tx, counter: str, of_code: bool) -> None:
    tx.update(
        TABLE,
        _attempts(counter),
        "SET #failures = #failures + :one, #codes = #codes + :code",
        "#first_at > :begin AND #first_at <= :now AND #failures < :most",
        one=1,
        code=int(of_code),
        begin=times.after(-throttle.WINDOW_SECONDS),
        now=times.now(),
        most=throttle.FAILURES,
    )


def _begin_window(counter: str, of_code: bool, was: Time | None) -> None:
    item = {**_attempts(counter), **throttle.counted(0, 0, None, failed=True, of_code=of_code)}
    item["expires_at"] = _in(2 * throttle.WINDOW_SECONDS)
    try:
        with db.transaction("begin_window") as tx:
            tx.put(TABLE, item, "attribute_not_exists(#pk) OR #first_at = :was", was=was)
    except db.Lost:
        check_attempts(counter, of_code)


def _is_alive(token: db.Item) -> bool:
    """Refreshed recently, and below the maximum age (the session's id contains its start)."""
    return token["expires_at"] > time.time() and token["session_id"] >= tokens.oldest_session()


def _refreshed() -> db.Item:
    """The times of a refresh. expires_at, in whole seconds, is too coarse to sort sessions by."""
    return {"expires_at": _in(tokens.REFRESH_SECONDS), "refreshed_at": times.now()}


def _token(fingerprint: str) -> db.Item:
    return {"pk": f"refresh {fingerprint}", "sk": "refresh"}


def _attempts(counter: str) -> db.Item:
    return {"pk": f"attempts {tokens.fingerprint(counter)}", "sk": "attempts"}


def _in(seconds: int) -> int:
    return int(time.time()) + seconds
