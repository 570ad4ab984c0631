"""Idempotency keys: the response is committed in one transaction with its effects.

https://docs.stripe.com/api/idempotent_requests: once a request has begun to run, its status and
body are stored, whether it succeeded or failed; invalid parameters use no key up. Keys are stored
forever here; Stripe may remove them after 24 hours. If a request with the same key is still
running, Stripe answers 409; the sandbox waits and returns that request's response.
"""

import hashlib
import json
from collections.abc import Callable
from sqlite3 import Connection
from typing import NamedTuple

from .errors import Refusal
from .ledger import Ledger

LONGEST_KEY = 255

Work = Callable[[Connection], object]  # returns a body, or raises a Refusal
Request = tuple[str, str, list[tuple[str, str]]]  # method, path, parameters


class Answer(NamedTuple):
    status: int
    body: str
    replayed: bool = False


def answer_once(ledger: Ledger, call: str, request: Request, key: str | None, work: Work) -> Answer:
    """Run work(db) at most once for each key. key: None runs it every time."""
    if key is not None and not 1 <= len(key) <= LONGEST_KEY:
        raise Refusal(400, f"An idempotency key has 1 to {LONGEST_KEY} characters.")
    digest = hashlib.sha256(json.dumps(request).encode()).hexdigest()
    with ledger.writing(f"sandbox.{call}") as db:
        answer = _kept(db, key, digest)
        if answer is None:
            answer = _run(db, work)
            if key is not None:
                values = (key, digest, answer.status, answer.body)
                db.execute("INSERT INTO answers VALUES (?, ?, ?, ?)", values)
    return answer


def _kept(db: Connection, key: str | None, digest: str) -> Answer | None:
    row = db.execute("SELECT * FROM answers WHERE idempotency_key = ?", (key,)).fetchone()
    if row is None:
        return None
    if row["request"] != digest:
        message = (
            "Keys for idempotent requests can only be used with the same endpoint and parameters"
            " they were first used with. Try using another key if you meant to execute a"
            " different request."
        )
        raise Refusal(400, message, kind="idempotency_error")
    return Answer(row["status"], row["body"], replayed=True)


def _run(db: Connection, work: Work) -> Answer:
    try:
        return Answer(200, json.dumps(work(db)))
    except Refusal as refusal:
        return Answer(refusal.status, json.dumps(refusal.body))
