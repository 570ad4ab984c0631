"""Idempotency keys: remember each person's requests, so that a retry does nothing twice.

The key commits with the effect, so neither ever exists without the other. DynamoDB deletes expired
keys, but up to two days late, so the time is checked as well. After
draft-ietf-httpapi-idempotency-key-header.
"""

import hashlib
import time

from shop_rules import bodies
from shop_rules.errors import Invalid
from shop_rules.shapes import UserId
from spans import recording

from . import db

KEPT_SECONDS = 24 * 3600


# --8<-- [start:earlier_result]
def earlier_result(user_id: UserId, operation: str, key: str, body: bodies.Body) -> str | None:
    """The id that the key was claimed for before, or None. 422 if the body differs."""
    earlier = db.get("idempotency", {"pk": _pk(user_id, operation, key)})
    if earlier is None or earlier["expires_at"] < int(time.time()):
        return None
    if earlier["fingerprint"] != _fingerprint(body):
        raise Invalid("This Idempotency-Key was used with another body.")
    recording.replayed()
    return earlier["result_id"]


# --8<-- [start:claim]
def claim(
    tx: db.Tx, user_id: UserId, operation: str, key: str, body: bodies.Body, result_id: str
) -> None:
    """db.Lost if another request has claimed it meanwhile."""
    now = int(time.time())
    item: db.Item = {"pk": _pk(user_id, operation, key), "fingerprint": _fingerprint(body)}
    item |= {"result_id": result_id, "expires_at": now + KEPT_SECONDS}
    free = "attribute_not_exists(#pk) OR #expires_at < :now"
    tx.put("idempotency", item, free, now=now)


# --8<-- [end:earlier_result]
# --8<-- [end:claim]
def _pk(user_id: UserId, operation: str, key: str) -> str:
    return f"{user_id} {operation} {key}"


def _fingerprint(body: bodies.Body) -> str:
    return hashlib.sha256(body.model_dump_json().encode()).hexdigest()
