"""Sign-ins that have gone to an identity provider and not come back yet.

A state works once: one conditional UPDATE takes it, for the first request that brings it. If the
person has a second factor, the row stays, with the subject, until the one-time code is right.
"""

import sqlalchemy as sa

from shop_rules import openid, times, tokens

from .. import db

authorizations = sa.Table(
    "authorizations",
    db.metadata,
    sa.Column("state", db.Key, primary_key=True),  # its fingerprint
    sa.Column("nonce", sa.Text, nullable=False),
    sa.Column("verifier", sa.Text, nullable=False),
    sa.Column("redirect_uri", sa.Text, nullable=False),
    sa.Column("expires_at", db.Key, nullable=False, index=True),
    sa.Column("code", db.Key),  # the fingerprint of the one it was taken with
    sa.Column("subject", sa.Text),  # whom the provider named, if a one-time code is still due
)


def add(tx: db.Tx, made: openid.Secrets, redirect_uri: str) -> None:
    row = {"state": tokens.fingerprint(made["state"]), "redirect_uri": redirect_uri}
    row |= {"nonce": made["nonce"], "verifier": made["verifier"]}
    row |= {"expires_at": times.after(openid.STATE_SECONDS)}
    tx.execute(sa.insert(authorizations).values(row))


# --8<-- [start:take]
def take(tx: db.Tx, state: str, code: str) -> db.Row | None:
    """The row, if this is the first request with the state; None for all others."""
    first = _is(state) & authorizations.c.code.is_(None)
    taken = sa.update(authorizations).where(first).values(code=tokens.fingerprint(code))
    return tx.execute(taken.returning(authorizations)).one_or_none()


# --8<-- [end:take]
def subject_of(tx: db.Tx, state: str, code: str) -> str | None:
    """The subject for this state and code, if a one-time code is still due."""
    same = _is(state) & (authorizations.c.code == tokens.fingerprint(code))
    return tx.scalar(sa.select(authorizations.c.subject).where(same))


def give_back(tx: db.Tx, state: str) -> None:
    """Undo `take`, if the provider was unavailable: the same state and code may be sent again."""
    unused = _is(state) & authorizations.c.subject.is_(None)
    tx.execute(sa.update(authorizations).where(unused).values(code=None))


def remember(tx: db.Tx, state: str, subject: str) -> None:
    tx.execute(sa.update(authorizations).where(_is(state)).values(subject=subject))


def finish(tx: db.Tx, state: str) -> bool:
    """False if it is over: another request was first, or ten minutes have passed."""
    return tx.execute(sa.delete(authorizations).where(_is(state))).rowcount == 1


def forget_what_is_over(tx: db.Tx) -> None:
    over = authorizations.c.expires_at <= times.now()
    tx.execute(sa.delete(authorizations).where(over))


def _is(state: str) -> db.Condition:
    same = authorizations.c.state == tokens.fingerprint(state)
    return same & (authorizations.c.expires_at > times.now())
