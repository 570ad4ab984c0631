"""Idempotency keys: remember each person's requests, so that a retry does nothing twice.

The key commits with the effect, so neither ever exists without the other. After
draft-ietf-httpapi-idempotency-key-header.
"""

import hashlib

import sqlalchemy as sa

from shop_rules import bodies, times
from shop_rules.errors import Invalid
from shop_rules.shapes import UserId
from spans import recording

from . import db

KEPT_SECONDS = 24 * 3600

idempotency_keys = sa.Table(
    "idempotency_keys",
    db.metadata,
    sa.Column("user_id", db.Key, primary_key=True),
    sa.Column("operation", db.Key, primary_key=True),
    sa.Column("key", db.Key, primary_key=True),
    sa.Column("fingerprint", sa.Text, nullable=False),
    sa.Column("result_id", sa.Text, nullable=False),
    sa.Column("expires_at", db.Key, nullable=False, index=True),
)


# --8<-- [start:earlier_result]
def find(tx: db.Tx, user_id: UserId, operation: str, key: str, body: bodies.Body) -> str | None:
    """The id the key was claimed for, or None. 422 if the body differs."""
    query = sa.select(idempotency_keys).filter_by(user_id=user_id, operation=operation, key=key)
    earlier = tx.execute(query.where(idempotency_keys.c.expires_at >= times.now())).one_or_none()
    return _result(earlier, body) if earlier else None


def earlier_result(
    tx: db.Tx, user_id: UserId, operation: str, key: str, body: bodies.Body, result_id: str
) -> str | None:
    """Claim the key for result_id, or return the id it was claimed for before.

    Waits while another transaction claims the same key. 422 if the body differs from the
    first request's.
    """
    tx.execute(sa.delete(idempotency_keys).where(idempotency_keys.c.expires_at < times.now()))
    earlier = db.insert_or_lock(
        tx,
        idempotency_keys,
        user_id=user_id,
        operation=operation,
        key=key,
        fingerprint=_fingerprint(body),
        result_id=result_id,
        expires_at=times.after(KEPT_SECONDS),
    )
    return None if earlier.result_id == result_id else _result(earlier, body)


def _result(earlier: db.Row, body: bodies.Body) -> str:
    if earlier.fingerprint != _fingerprint(body):
        raise Invalid("This Idempotency-Key was used with another body.")
    recording.replayed()
    return earlier.result_id


# --8<-- [end:earlier_result]
def _fingerprint(body: bodies.Body) -> str:
    return hashlib.sha256(body.model_dump_json().encode()).hexdigest()
