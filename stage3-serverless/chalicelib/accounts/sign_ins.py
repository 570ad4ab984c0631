"""Signing in and out, and the second factor."""

from shop_rules import bodies, one_time_codes, texts, throttle, tokens
from shop_rules.errors import Conflict, Invalid, Unauthenticated, Unavailable
from shop_rules.shapes import Tokens, UserId

from .. import db, keys, telemetry
from ..db import Result, Work
from . import endings, hashing, sessions, store


def sign_in(credentials: bodies.SignIn) -> Tokens:
    """Sign in and return new tokens. 401 if anything is wrong, 429 if throttled."""
    key = texts.email_key(credentials.email)

    def prove(tx: db.Tx) -> tuple[db.Item, str, Tokens] | None:
        user = store.find_by_email(key)
        right = hashing.matches(user["password_hash"] if user else None, credentials.password)
        if user and right and (not user["mfa_enabled"] or use_code(tx, user, credentials.otp)):
            return user, *new_session(tx, user)
        return None

    signed_in = attempt("sign_in", throttle.of_email(key), prove)
    if signed_in is None:
        raise Unauthenticated("E-mail, password or one-time code is wrong.")
    user, session_id, answer = signed_in
    end_oldest(user, session_id)
    return answer


def refresh(refresh_token: str) -> Tokens:
    """Exchange the token. Each works once: a second use indicates theft and ends the session."""
    fingerprint = tokens.fingerprint(refresh_token)
    token = sessions.of_refresh_token(fingerprint)
    if token is not None and token["used"]:
        sign_out(token["user_id"], token["session_id"])
        token = None
    if token is None:
        raise Unauthenticated("The refresh token is not valid, or no longer.")
    try:
        with db.transaction("refresh") as tx:
            return _next_tokens(tx, token, fingerprint)
    except db.Lost:  # used by a concurrent request
        return refresh(refresh_token)


def sign_out(user_id: UserId, session_id: str) -> None:
    with db.transaction("sign_out") as tx:
        endings.revoke(tx, user_id, session_id)


def sign_out_of(refresh_token: str) -> None:
    """End the session, even of a used token. No error if it has already ended (RFC 7009, 2.2)."""
    token = sessions.of_refresh_token(tokens.fingerprint(refresh_token))
    if token is not None:
        sign_out(token["user_id"], token["session_id"])


def begin_mfa(user_id: UserId) -> str:
    """The otpauth:// URI (otpauth key URI format). 409 if the second factor is already on."""
    secret = one_time_codes.new_secret()
    user = store.get(user_id)
    if user["mfa_enabled"]:
        raise Conflict("A second factor is on already.")
    with db.transaction("begin_mfa") as tx:
        store.set_mfa(tx, user, secret, enabled=False)
    return one_time_codes.uri(secret, user["email"])


def turn_mfa_on(user_id: UserId, code: str) -> None:
    """409 if setup was not begun, 422 for a wrong code, 429 if throttled."""
    user = store.get(user_id)
    if user["mfa_enabled"] or not user.get("mfa_secret"):
        raise Conflict("There is no second factor waiting to be turned on.")

    def prove(tx: db.Tx) -> bool:
        step = _step(user, code)
        if step is not None:
            store.set_mfa(tx, user, user["mfa_secret"], enabled=True, step=step)
        return step is not None

    if not attempt("turn_mfa_on", throttle.of_person(user_id), prove, of_code=True):
        raise Invalid("That is not the code of this moment.", "/otp")


def turn_mfa_off(user_id: UserId, code: str) -> None:
    """409 if it is not on, 422 for a wrong code, 429 if throttled."""
    user = store.get(user_id)
    if not user["mfa_enabled"]:
        raise Conflict("No second factor is on.")

    def prove(tx: db.Tx) -> bool:
        step = _step(user, code)
        if step is not None:
            store.set_mfa(tx, user, None, enabled=False, step=step)
        return step is not None

    if not attempt("turn_mfa_off", throttle.of_person(user_id), prove, of_code=True):
        raise Invalid("That is not the code of this moment.", "/otp")


def attempt(name: str, counter: str, prove: Work[Result], of_code: bool = False) -> Result | None:
    """Return what prove(tx) returns, throttled; None or False counts as a failed attempt."""
    sessions.check_attempts(counter, of_code)
    try:
        with db.transaction(name) as tx:
            proof = prove(tx)
            if proof:
                sessions.forgive_attempts(tx, counter, of_code)
        return proof
    except db.Lost:  # a concurrent request used the code or changed the password
        return None


def use_code(tx: db.Tx, user: db.Item, code: str | None) -> bool:
    step = _step(user, code or "")
    if step is not None:
        store.use_code(tx, user["id"], step)
    return step is not None


def _step(user: db.Item, code: str) -> int | None:
    return one_time_codes.step_of(user["mfa_secret"], code, user["mfa_last_step"])


def end_oldest(user: db.Item, session_id: str) -> None:
    """Best effort: the sign-in has already succeeded, and the next one tries again."""
    try:
        endings.revoke_oldest(user, session_id)
    except Unavailable as error:
        telemetry.write("old sessions not ended", level=40, user_id=user["id"], error=repr(error))


def new_session(tx: db.Tx, user: db.Item) -> tuple[str, Tokens]:
    refresh_token = tokens.new_refresh_token()
    session_id = sessions.add(tx, user, tokens.fingerprint(refresh_token))
    return session_id, _answer(user["id"], session_id, refresh_token)


def _next_tokens(tx: db.Tx, token: db.Item, fingerprint: str) -> Tokens:
    refresh_token = tokens.new_refresh_token()
    user_id, session_id = token["user_id"], token["session_id"]
    sessions.mark_used(tx, fingerprint, token)
    sessions.add_refresh_token(tx, user_id, session_id, tokens.fingerprint(refresh_token))
    return _answer(user_id, session_id, refresh_token)


def _answer(user_id: UserId, session_id: str, refresh_token: str) -> Tokens:
    access_token = tokens.access_token(user_id, session_id, keys.private_key())
    return tokens.answer(access_token, refresh_token)
