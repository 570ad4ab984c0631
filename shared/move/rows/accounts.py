"""Accounts: people, their sessions, refresh tokens, failed attempts, and the audit log, with the
same columns on both sides. No unit has them yet (units.py), so no follower runs.

The hashes, secrets, and the last used step of a one-time code go over as they are: a session goes
on, a lock-out stays, and no code is accepted twice. Rows of different tables arrive in any order,
so what refers to another row brings it along.
"""

from collections.abc import Collection
from typing import Literal

from ..config import OLD
from ..databases import Connection, Row, Rows
from . import plain
from .direction import Direction

USERS = (
    "id email email_key name role roles password_hash mfa_secret mfa_enabled mfa_last_step".split()
)
SESSIONS = ["id", "user_id", "expires_at"]
TOKENS = ["fingerprint", "session_id", "used"]
ATTEMPTS = ["counter", "failures", "codes", "first_at"]
AUDIT = ["id", "action", "actor_id", "user_id", "roles_before", "roles_after"]
PERSON, SESSION = "its person", "its session"  # in a row that was read, the row it refers to

# Others lose their address for a moment. They have another one by now, or are gone, and are noted.
_FREE = """
UPDATE users SET email_key = users.id FROM unnest(%s::text[], %s::text[]) AS wanted (id, email_key)
WHERE users.email_key = wanted.email_key AND users.id <> wanted.id
"""


# --8<-- [start:users]
def _read_users(source: Connection, keys: Collection[str]) -> Rows:
    return plain.rows(source, "users", USERS, keys)


def _write_users(target: Connection, found: Rows, gone: Collection[str]) -> None:
    """Two people may have swapped their addresses, of which each is unique: so first all addresses
    that are wanted are free."""
    plain.delete(target, "users", "id", gone)
    keys = [row["email_key"] for row in found.values()]
    target.execute(_FREE, [list(found), keys])
    plain.upsert(target, "users", USERS, found.values())


# --8<-- [end:users]
def _read_sessions(source: Connection, keys: Collection[str]) -> Rows:
    found = plain.rows(source, "sessions", SESSIONS, keys)
    people = _read_users(source, {str(row["user_id"]) for row in found.values()})
    return _with(PERSON, found, "user_id", people)


def _write_sessions(target: Connection, found: Rows, gone: Collection[str]) -> None:
    plain.delete(target, "sessions", "id", gone)
    _add_people(target, found.values())
    plain.upsert(target, "sessions", SESSIONS, found.values())


def _read_tokens(source: Connection, keys: Collection[str]) -> Rows:
    found = plain.rows(source, "refresh_tokens", TOKENS, keys)
    sessions = _read_sessions(source, {str(row["session_id"]) for row in found.values()})
    return _with(SESSION, found, "session_id", sessions)


def _write_tokens(target: Connection, found: Rows, gone: Collection[str]) -> None:
    plain.delete(target, "refresh_tokens", "fingerprint", gone)
    sessions: Rows = {str(row["session_id"]): _row(row[SESSION]) for row in found.values()}
    there = plain.rows(target, "sessions", SESSIONS, list(sessions))
    _write_sessions(target, {key: sessions[key] for key in sessions.keys() - there.keys()}, [])
    plain.upsert(target, "refresh_tokens", TOKENS, found.values())


def _add_people(target: Connection, of: Collection[Row]) -> None:
    """Those who are not there yet. The follower of people writes all others."""
    people: Rows = {str(row["user_id"]): _row(row[PERSON]) for row in of}
    there = _read_users(target, list(people))
    _write_users(target, {key: people[key] for key in people.keys() - there.keys()}, [])


def _with(name: str, found: Rows, column: str, others: Rows) -> Rows:
    """Each row with the one that it refers to. Without one it is gone too, by a cascade."""
    both = ((key, row, others.get(str(row[column]))) for key, row in found.items())
    return {key: {**row, name: other} for key, row, other in both if other is not None}


def _row(value: object) -> Row:
    assert isinstance(value, dict)
    return value


def _directions(way: Literal["forward", "back"], source: str, target: str) -> list[Direction]:
    of = "" if way == "forward" else "_back"
    tables = {
        "users": (USERS, _read_users, _write_users),
        "sessions": (SESSIONS, _read_sessions, _write_sessions),
        "refresh_tokens": (TOKENS, _read_tokens, _write_tokens),
    }
    found = []
    for table, (columns, read, write) in tables.items():
        kept = plain.direction("", "accounts", way, source, target, table, columns).kept
        found.append(
            Direction(
                f"{table}{of}",
                "accounts",
                way,
                source,
                target,
                table,
                columns[0],
                read,
                kept,
                write,
            )
        )
    attempts = f"failed_attempts{of}", "accounts", way, source, target, "failed_attempts", ATTEMPTS
    audit = f"audit{of}", "accounts", way, source, target, "audit", AUDIT
    return [*found, plain.direction(*attempts), plain.direction(*audit)]


FORWARD = _directions("forward", OLD, "accounts")
BACK = _directions("back", "accounts", OLD)
