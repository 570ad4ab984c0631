"""Accounts: people, their sessions, refresh tokens, identities, failed attempts, and the audit log,
with the same columns on both sides.

Hashes, secrets, and the last used step of a one-time code are copied unchanged: sessions continue,
a lock-out stays, and no code is accepted twice. Rows of different tables arrive in any order, so a
row that refers to another one brings it along.
"""

from collections.abc import Collection, Sequence
from dataclasses import replace
from functools import partial
from typing import Literal

from ..config import OLD
from ..databases import Connection, Row, Rows
from . import plain
from .direction import Direction, Read, Write

USERS = (
    "id email email_key name role roles password_hash mfa_secret mfa_enabled mfa_last_step".split()
)
# Tables with a user_id that refers to the person. The first column is the key. A new table needs a
# line here, one in _OF_ACCOUNTS of units.py, and one in tests/move/conftest.py.
OF_A_PERSON = {
    "sessions": ["id", "user_id", "expires_at"],
    "identities": ["id", "user_id", "issuer", "subject", "email"],
    "visitor_keys": ["user_id", "key"],
}
# Tables that refer to nothing.
ALONE = {
    "failed_attempts": ["counter", "failures", "codes", "first_at"],
    "authorizations": "state nonce verifier redirect_uri expires_at code subject".split(),
    "audit": ["id", "action", "actor_id", "user_id", "roles_before", "roles_after"],
}
TOKENS = ["fingerprint", "session_id", "used"]
PERSON, SESSION = "its person", "its session"  # in a row that was read, the row it refers to

# Takes an address from others for a moment. They already have a new one or are deleted, and noted.
_FREE = """
UPDATE users SET email_key = users.id FROM unnest(%s::text[], %s::text[]) AS wanted (id, email_key)
WHERE users.email_key = wanted.email_key AND users.id <> wanted.id
"""


# --8<-- [start:users]
def _read_users(source: Connection, keys: Collection[str]) -> Rows:
    return plain.rows(source, "users", USERS, keys)


def _write_users(target: Connection, found: Rows, gone: Collection[str]) -> None:
    """Free all addresses first, and then write them. Two people may have swapped theirs, and each
    address is unique."""
    plain.delete(target, "users", "id", gone)
    keys = [row["email_key"] for row in found.values()]
    target.execute(_FREE, [list(found), keys])
    plain.upsert(target, "users", USERS, found.values())


# --8<-- [end:users]
def _read_of_a_person(table: str, source: Connection, keys: Collection[str]) -> Rows:
    found = plain.rows(source, table, OF_A_PERSON[table], keys)
    people = _read_users(source, {str(row["user_id"]) for row in found.values()})
    return _with(PERSON, found, "user_id", people)


def _write_of_a_person(table: str, target: Connection, found: Rows, gone: Collection[str]) -> None:
    columns = OF_A_PERSON[table]
    plain.delete(target, table, columns[0], gone)
    _add_people(target, found.values())
    plain.upsert(target, table, columns, found.values())


def _read_tokens(source: Connection, keys: Collection[str]) -> Rows:
    found = plain.rows(source, "refresh_tokens", TOKENS, keys)
    of_tokens = {str(row["session_id"]) for row in found.values()}
    sessions = _read_of_a_person("sessions", source, of_tokens)
    return _with(SESSION, found, "session_id", sessions)


def _write_tokens(target: Connection, found: Rows, gone: Collection[str]) -> None:
    plain.delete(target, "refresh_tokens", "fingerprint", gone)
    sessions: Rows = {str(row["session_id"]): _row(row[SESSION]) for row in found.values()}
    there = plain.rows(target, "sessions", OF_A_PERSON["sessions"], list(sessions))
    missing = {key: sessions[key] for key in sessions.keys() - there.keys()}
    _write_of_a_person("sessions", target, missing, [])
    plain.upsert(target, "refresh_tokens", TOKENS, found.values())


def _add_people(target: Connection, of: Collection[Row]) -> None:
    """Add the people who are missing. The follower of users writes all others."""
    people: Rows = {str(row["user_id"]): _row(row[PERSON]) for row in of}
    there = _read_users(target, list(people))
    _write_users(target, {key: people[key] for key in people.keys() - there.keys()}, [])


def _with(name: str, found: Rows, column: str, others: Rows) -> Rows:
    """Add to each row the one it refers to. If that is gone, a cascade has deleted the row too."""
    both = ((key, row, others.get(str(row[column]))) for key, row in found.items())
    return {key: {**row, name: other} for key, row, other in both if other is not None}


def _row(value: object) -> Row:
    assert isinstance(value, dict)
    return value


# {table: its columns, and how it is read and written}
TABLES: dict[str, tuple[Sequence[str], Read, Write]] = {
    "users": (USERS, _read_users, _write_users),
    **{
        table: (columns, partial(_read_of_a_person, table), partial(_write_of_a_person, table))
        for table, columns in OF_A_PERSON.items()
    },
    "refresh_tokens": (TOKENS, _read_tokens, _write_tokens),
}


def _directions(way: Literal["forward", "back"], source: str, target: str) -> list[Direction]:
    of, found = "" if way == "forward" else "_back", []
    for table, (columns, read, write) in TABLES.items():
        same = plain.direction(f"{table}{of}", "accounts", way, source, target, table, columns)
        found.append(replace(same, read=read, write=write))
    for table, columns in ALONE.items():
        name = f"{table}{of}"
        found.append(plain.direction(name, "accounts", way, source, target, table, columns))
    return found


FORWARD = _directions("forward", OLD, "accounts")
BACK = _directions("back", "accounts", OLD)
