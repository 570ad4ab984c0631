"""How sessions end before their time is over: one, all, all others, or the oldest."""

import sqlalchemy as sa

from shop_rules import tokens
from shop_rules.errors import Unauthenticated

from .sessions import is_alive, sessions


def revoke(tx, session_id):
    _end(tx, sessions.c.id == session_id)


def revoke_all(tx, user_id):
    """The ids of the sessions that were ended."""
    return _end(tx, sessions.c.user_id == user_id)


def revoke_others(tx, user_id, session_id):
    """The ids of the sessions that were ended. 401 if this one has ended meanwhile."""
    this = sa.select(sessions.c.id).where(sessions.c.id == session_id)
    if tx.scalar(this.with_for_update()) is None:
        raise Unauthenticated("The access token was revoked.")
    return _end(tx, _others(user_id, session_id))


def revoke_oldest(tx, user_id, session_id):
    """End the least recently refreshed sessions of a person who has too many, but never this one.

    The ids of the sessions that were ended. The person is locked: sign-ins come one by one.
    """
    others = _others(user_id, session_id)
    latest = sa.select(sessions.c.id).where(others, is_alive())
    latest = latest.order_by(sessions.c.expires_at.desc(), sessions.c.id.desc())
    kept = latest.limit(tokens.SESSIONS_A_PERSON - 1)
    return _end(tx, others & sessions.c.id.not_in(kept))


def _others(user_id, session_id):
    return (sessions.c.user_id == user_id) & (sessions.c.id != session_id)


def _end(tx, those):
    return tx.scalars(sa.delete(sessions).where(those).returning(sessions.c.id)).all()
