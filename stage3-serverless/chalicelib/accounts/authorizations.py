"""Sign-ins that have gone to an identity provider and not come back yet: pk authorization, digest.

A state works once: one conditional write takes it, for the first request that brings it. If the
person has a second factor, the item stays, with the subject, until the one-time code is right.
DynamoDB deletes each item after its expires_at (Unix seconds), up to two days late.
"""

import time

from shop_rules import openid, tokens

from .. import db
from .store import TABLE

_LIVE = "#expires_at > :now"


def add(tx: db.Tx, made: openid.Secrets, redirect_uri: str) -> None:
    item = {**_key(made["state"]), "redirect_uri": redirect_uri, "code": None, "subject": None}
    item |= {"nonce": made["nonce"], "verifier": made["verifier"]}
    tx.put(TABLE, item | {"expires_at": int(time.time()) + openid.STATE_SECONDS})


# --8<-- [start:take]
def take(state: str, code: str) -> db.Item | None:
    """The item, if this is the first request with the state; None for all others."""
    taken, now = tokens.fingerprint(code), int(time.time())
    try:
        with db.transaction("take_authorization") as tx:
            first = f"{_LIVE} AND #code = :none"
            tx.set(TABLE, _key(state), {"code": taken}, first, now=now, none=None)
    except db.Lost:
        return None
    return db.get(TABLE, _key(state))


# --8<-- [end:take]
def subject_of(state: str, code: str) -> str | None:
    """The subject for this state and code, if a one-time code is still due."""
    found = db.get(TABLE, _key(state))
    if found is None or found["expires_at"] <= time.time():
        return None
    return found["subject"] if found["code"] == tokens.fingerprint(code) else None


def give_back(tx: db.Tx, state: str) -> None:
    """Undo `take`, if the provider was unavailable: the same state and code may be sent again."""
    tx.set(TABLE, _key(state), {"code": None}, "#subject = :none", none=None)


def remember(tx: db.Tx, state: str, subject: str) -> None:
    """db.Lost if it is over."""
    tx.set(TABLE, _key(state), {"subject": subject}, _LIVE, now=int(time.time()))


def finish(tx: db.Tx, state: str, lost: db.Loss) -> None:
    """`lost` is raised if it is over: another request was first, or ten minutes have passed."""
    tx.delete(TABLE, _key(state), _LIVE, lost, now=int(time.time()))


def _key(state: str) -> db.Item:
    return {"pk": f"authorization {tokens.fingerprint(state)}", "sk": "authorization"}
