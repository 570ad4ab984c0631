"""Keeps an identity provider's answer for the side that takes over the accounts.

The provider accepts a code once. If the accounts change hands after that, the fence refuses to open
the session, and the gateway sends the same request to the other side, which can't ask the provider
again. So the giver stores the provider's answer before it responds with 421, and the taker reads
it, once. Both use a table without a fence in the old database.

The taker still has to finish the authorization, a row that has moved too, so only one request can.
"""

import json
from collections.abc import Callable
from types import ModuleType

import psycopg
from flask import Flask, Response, g

from shop_rules import tokens
from shop_rules.errors import Unauthenticated
from shop_rules.id_tokens import Claimed
from shop_rules.identity_bodies import NewIdentity

from . import guard
from .config import OLD
from .databases import connect, one

Claim = Callable[[NewIdentity], Claimed]

# state, code: fingerprints, as in the authorization. claimed: JSON.
MADE = """
CREATE TABLE IF NOT EXISTS move_exchanges (
    state text PRIMARY KEY, code text NOT NULL, claimed text NOT NULL,
    at timestamptz NOT NULL DEFAULT now()
)
"""
_KEEP = """
INSERT INTO move_exchanges (state, code, claimed) VALUES (%s, %s, %s)
ON CONFLICT (state) DO UPDATE SET code = excluded.code, claimed = excluded.claimed
"""
_TAKE = "DELETE FROM move_exchanges WHERE state = %s AND code = %s RETURNING claimed"
_FORGET = "DELETE FROM move_exchanges WHERE at < now() - interval '10 minutes'"  # a state's life


def install(app: Flask, elsewhere: ModuleType) -> None:
    """elsewhere: accounts/elsewhere.py of the application's own stage."""
    ask: Claim = elsewhere.claimed

    def claimed(given: NewIdentity) -> Claimed:
        try:
            found = ask(given)
        except Unauthenticated:
            kept = _taken(given)
            if kept is None:
                raise
            found = kept
        g.exchanged = given, found
        return found

    def keep(answer: Response) -> Response:
        if answer.status_code == guard.Moved.status and "exchanged" in g:
            _keep(*g.exchanged)
        return answer

    guard.put(elsewhere, claimed=claimed)
    app.after_request(keep)


def _keep(given: NewIdentity, found: Claimed) -> None:
    """Store the answer. If the old database is down, it is lost: the person has to start over."""
    try:
        with connect(OLD) as database:
            database.execute(_FORGET)
            database.execute(_KEEP, [*_key(given), json.dumps(found)])
    except psycopg.OperationalError:
        pass


def _taken(given: NewIdentity) -> Claimed | None:
    try:
        with connect(OLD) as database:
            row = one(database, _TAKE, *_key(given))
    except psycopg.OperationalError:
        return None
    if row is None:
        return None
    found: Claimed = json.loads(str(row["claimed"]))
    return found


def _key(given: NewIdentity) -> tuple[str, str]:
    return tokens.fingerprint(given.state), tokens.fingerprint(given.code)
