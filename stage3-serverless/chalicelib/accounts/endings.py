"""Revoke sessions before they expire: one, all others, or the oldest.

A new generation of the person revokes all at once: store.change_password.
"""

import time

from shop_rules import tokens
from shop_rules.errors import Unauthenticated
from shop_rules.shapes import UserId

from .. import db
from . import sessions
from .store import TABLE

_AFTER_ALL = "g"  # sorts after every id: ids are hexadecimal


def revoke(tx: db.Tx, user_id: UserId, session_id: str) -> None:
    tx.delete(TABLE, sessions.key(user_id, session_id))


def revoke_others(tx: db.Tx, user: db.Item, session_id: str) -> None:
    """Move only this session into the person's next generation (store.change).

    401 if it has ended meanwhile.
    """
    tx.set(
        TABLE,
        sessions.key(user["id"], session_id),
        {"generation": user["generation"] + 1},
        "#generation = :was",
        lost=_revoked,
        was=user["generation"],
    )


def revoke_oldest(user: db.Item, session_id: str) -> None:
    """End the least recently refreshed sessions of a person who has too many, but never this one.

    Takes no lock: of two concurrent sign-ins, at least one sees the session of the other.
    """
    while ended := _too_many(user, session_id):
        for each in ended:
            _end_unless_refreshed(each)


def _too_many(user: db.Item, session_id: str) -> list[db.Item]:
    this = sessions.key(user["id"], session_id)["sk"]
    others = [each for each in _living(user) if each["sk"] != this]
    return others[: 1 - tokens.SESSIONS_A_PERSON]


def _living(user: db.Item) -> list[db.Item]:
    """The items of all sessions of a person (as read), the least recently refreshed first."""
    found = db.query(
        TABLE,
        "#pk = :person AND #sk BETWEEN :oldest AND :newest",
        only="#generation = :generation AND #expires_at > :now",
        person=user["id"],
        oldest=sessions.key(user["id"], tokens.oldest_session())["sk"],
        newest=sessions.key(user["id"], _AFTER_ALL)["sk"],
        generation=user["generation"],
        now=int(time.time()),
    )
    return sorted(found, key=_refreshed_when)


def _refreshed_when(item: db.Item) -> tuple[int, str, str]:
    """The sort key. The previous release wrote no refreshed_at."""
    return item["expires_at"], item.get("refreshed_at", ""), item["sk"]


def _end_unless_refreshed(session: db.Item) -> None:
    key = {name: session[name] for name in ("pk", "sk")}
    try:
        with db.transaction("end_session") as tx:
            tx.delete(TABLE, key, "#expires_at = :was", was=session["expires_at"])
    except db.Lost:  # refreshed since it was read, or ended by another sign-in
        pass


def _revoked() -> Unauthenticated:
    return Unauthenticated("The access token was revoked.")
