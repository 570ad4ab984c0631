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
def earlier_result(
    tx: db.Tx, user_id: UserId, operation: str, key: str, body: bodies.Body, result_id: str
) -> str | None:
    """Claim the key for result_id, or return the id it was claimed for before.

    Waits while another transaction claims the same key. 422 if the body differs from the
    first request's.
    """
    tx.execute(sa.delete(idempotency_keys).where(idempotency_keys.c.expires_at < times.now()))
    fingerprint = hashlib.sha256(body.model_dump_json().encode()).hexdigest()
    # --8<-- [start:insert]
    earlier = db.insert_or_lock(
        tx,
        idempotency_keys,
        user_id=user_id,
        operation=operation,
        key=key,
        fingerprint=fingerprint,
        result_id=result_id,
        expires_at=times.after(KEPT_SECONDS),
    )
    # --8<-- [end:insert]
    # --8<-- [start:compare]
    if earlier.result_id == result_id:
        return None
    if earlier.fingerprint != fingerprint:
        raise Invalid("This Idempotency-Key was used with another body.")
    recording.replayed()
    return earlier.result_id
    # --8<-- [end:compare]


# --8<-- [end:earlier_result]
