"""Revoke sessions before they expire: one, all, all others, or the oldest."""

from collections.abc import Sequence

import sqlalchemy as sa

from shop_rules import tokens
from shop_rules.errors import Unauthenticated
from shop_rules.shapes import UserId

from .. import db
from .sessions import is_alive, sessions


def revoke(tx: db.Tx, session_id: str) -> None:
    _end(tx, sessions.c.id == session_id)


def revoke_all(tx: db.Tx, user_id: UserId) -> Sequence[str]:
    """End all sessions of the person and return their ids."""
    return _end(tx, sessions.c.user_id == user_id)


def revoke_others(tx: db.Tx, user_id: UserId, session_id: str) -> Sequence[str]:
    """End all other sessions and return their ids. 401 if this one has ended meanwhile."""
    this = sa.select(sessions.c.id).where(sessions.c.id == session_id)
    if tx.scalar(this.with_for_update()) is None:
        raise Unauthenticated("The access token was revoked.")
    return _end(tx, _others(user_id, session_id))


def revoke_oldest(tx: db.Tx, user_id: UserId, session_id: str) -> Sequence[str]:
    """End the least recently refreshed sessions of a person who has too many, but never this one.

    Returns their ids. Locks the person's row, so that concurrent sign-ins run one by one.
    """
    others = _others(user_id, session_id)
    latest = sa.select(sessions.c.id).where(others, is_alive())
    latest = latest.order_by(sessions.c.expires_at.desc(), sessions.c.id.desc())
    kept = latest.limit(tokens.SESSIONS_A_PERSON - 1)
    return _end(tx, others & sessions.c.id.not_in(kept))


def _others(user_id: UserId, session_id: str) -> db.Condition:
    return (sessions.c.user_id == user_id) & (sessions.c.id != session_id)


def _end(tx: db.Tx, those: db.Condition) -> Sequence[str]:
    return tx.scalars(sa.delete(sessions).where(those).returning(sessions.c.id)).all()
