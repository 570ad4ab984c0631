"""Sessions, refresh tokens, and failed attempts to sign in."""

import sqlalchemy as sa

from shop_rules import ids, roles, throttle, times, tokens
from shop_rules.shapes import Roles, UserId

from .. import db
from .store import users

sessions = sa.Table(
    "sessions",
    db.metadata,
    sa.Column("id", db.Key, primary_key=True),
    sa.Column("user_id", sa.ForeignKey("users.id", ondelete="CASCADE"), nullable=False, index=True),
    sa.Column("expires_at", db.Key, nullable=False, index=True),
)

refresh_tokens = sa.Table(
    "refresh_tokens",
    db.metadata,
    sa.Column("fingerprint", db.Key, primary_key=True),
    sa.Column(
        "session_id", sa.ForeignKey("sessions.id", ondelete="CASCADE"), nullable=False, index=True
    ),
    sa.Column("used", sa.Boolean, nullable=False, default=False),
)

failed_attempts = sa.Table(
    "failed_attempts",
    db.metadata,
    sa.Column("counter", db.Key, primary_key=True),  # of an e-mail or a person: see throttle.py
    sa.Column("failures", sa.Integer, nullable=False),
    sa.Column("codes", sa.Integer, nullable=False),  # how many of them were wrong one-time codes
    sa.Column("first_at", db.Key, index=True),
)


def add(tx: db.Tx, user_id: UserId, fingerprint: str) -> str:
    """Add a session and return its id, which contains the time of the sign-in."""
    session_id, expires_at = ids.new_id(), times.after(tokens.REFRESH_SECONDS)
    tx.execute(sa.insert(sessions).values(id=session_id, user_id=user_id, expires_at=expires_at))
    add_refresh_token(tx, session_id, fingerprint)
    return session_id


def add_refresh_token(tx: db.Tx, session_id: str, fingerprint: str) -> None:
    row = {"fingerprint": fingerprint, "session_id": session_id, "used": False}
    tx.execute(sa.insert(refresh_tokens).values(row))


def of_refresh_token(tx: db.Tx, fingerprint: str) -> db.Row | None:
    """The live session of a refresh token, and whether the token was used: (id, user_id, used).

    Locks only the session and reads the token after that: locking both could deadlock
    with the end of a session, which locks the session first and then its tokens.
    """
    token = refresh_tokens.c.fingerprint == fingerprint
    of_token = sa.select(refresh_tokens.c.session_id).where(token).scalar_subquery()
    tx.execute(sa.select(sessions.c.id).where(sessions.c.id == of_token).with_for_update())
    joined = sa.join(refresh_tokens, sessions)
    query = (
        sa.select(sessions.c.id, sessions.c.user_id, refresh_tokens.c.used)
        .select_from(joined)
        .where(token, is_alive())
    )
    return tx.execute(query).one_or_none()


def mark_used(tx: db.Tx, fingerprint: str, session_id: str) -> None:
    token = refresh_tokens.c.fingerprint == fingerprint
    tx.execute(sa.update(refresh_tokens).where(token).values(used=True))
    session, later = sessions.c.id == session_id, times.after(tokens.REFRESH_SECONDS)
    tx.execute(sa.update(sessions).where(session).values(expires_at=later))


def is_alive() -> db.Condition:
    """A condition: refreshed recently, and below the maximum age (the id contains its start)."""
    lately = sessions.c.expires_at > times.now()
    return lately & (sessions.c.id >= tokens.oldest_session())


# Built once: each request of a signed-in person sends it.
_ROLES = (
    sa.select(users.c.role, users.c.roles)
    .join(sessions)
    .where(sessions.c.id == sa.bindparam("session_id"), users.c.id == sa.bindparam("user_id"))
)


def roles_in(session_id: str, user_id: UserId) -> Roles | None:
    """The person's roles, or None if the person or the session is gone."""
    with db.reading() as connection:
        asked = {"session_id": session_id, "user_id": user_id}
        row = connection.execute(_ROLES, asked).one_or_none()
    return roles.of(row.role, row.roles.split()) if row else None


def check_locked(tx: db.Tx, counter: str) -> None:
    """Raise 429 if locked out. Takes no row lock; called first, to save hashing a password."""
    query = sa.select(failed_attempts).where(failed_attempts.c.counter == counter)
    row = tx.execute(query).one_or_none()
    if row is not None:
        throttle.check(row.failures, row.first_at)


def check_attempts(tx: db.Tx, counter: str) -> None:
    """Raise 429 if locked out. Locks the counter's row, so that attempts are counted one by one."""
    row = db.insert_or_lock(tx, failed_attempts, counter=counter, failures=0, codes=0)
    throttle.check(row.failures, row.first_at)


def count_attempt(tx: db.Tx, counter: str, failed: bool, of_code: bool) -> None:
    row = failed_attempts.c.counter == counter
    known = tx.execute(sa.select(failed_attempts).where(row)).one()  # locked by check_attempts
    values = throttle.counted(known.failures, known.codes, known.first_at, failed, of_code)
    if values["failures"]:
        tx.execute(sa.update(failed_attempts).where(row).values(values))
    else:
        tx.execute(sa.delete(failed_attempts).where(row))


def carry_attempts(tx: db.Tx, counter: str, to: str) -> None:
    """Raise the failures of `to` to at least those of `counter`."""
    old = tx.execute(
        sa.select(failed_attempts).where(failed_attempts.c.counter == counter)
    ).one_or_none()
    if old is None:
        return
    new = db.insert_or_lock(tx, failed_attempts, counter=to, failures=0, codes=0)
    if old.failures > new.failures:
        values = {"failures": old.failures, "codes": old.codes, "first_at": old.first_at}
        tx.execute(sa.update(failed_attempts).where(failed_attempts.c.counter == to).values(values))


def forget_what_is_over(tx: db.Tx) -> None:
    tx.execute(sa.delete(sessions).where(~is_alive()))


def forget_old_attempts(tx: db.Tx) -> None:
    over = failed_attempts.c.first_at < times.after(-throttle.WINDOW_SECONDS)
    tx.execute(sa.delete(failed_attempts).where(over))
