"""Signing in and out, and the second factor."""

from shop_rules import bodies, one_time_codes, texts, throttle, tokens
from shop_rules.errors import Conflict, Invalid, Unauthenticated
from shop_rules.shapes import Tokens, UserId

from chassis import db, keys

from . import endings, hashing, peers, sessions, store


def sign_in(credentials: bodies.SignIn) -> Tokens:
    """Sign in and return new tokens. 401 if anything is wrong, 429 if throttled."""
    key = texts.email_key(credentials.email)
    counter = throttle.of_email(key)
    with db.reading() as tx:
        sessions.check_locked(tx, counter)
        user = store.find_by_email(tx, key)
    right = hashing.matches(user.password_hash if user else None, credentials.password)

    def prove(tx: db.Tx) -> Tokens | None:
        now = store.find_by_email(tx, key, lock=True)
        if right and user and now and now.password_hash == user.password_hash:
            if not now.mfa_enabled or use_code(tx, now, credentials.otp or ""):
                return new_session(tx, now.id)
        return None

    answer = attempt("sign_in", counter, prove)
    if answer is None:
        raise Unauthenticated("E-mail, password or one-time code is wrong.")
    return answer


def refresh(refresh_token: str) -> Tokens:
    """Exchange the token. Each works once: a second use indicates theft and ends the session."""
    fingerprint = tokens.fingerprint(refresh_token)
    with db.transaction("refresh") as tx:
        session = sessions.of_refresh_token(tx, fingerprint)
        if session is not None and session.used:
            endings.revoke(tx, session.id)
            peers.forget_sessions([session.id])
        elif session is not None:
            return _next_tokens(tx, session, fingerprint)
    raise Unauthenticated("The refresh token is not valid, or no longer.")


def sign_out(session_id: str) -> None:
    with db.transaction("sign_out") as tx:
        endings.revoke(tx, session_id)
        peers.forget_sessions([session_id])


def sign_out_of(refresh_token: str) -> None:
    """End the session, even of a used token. No error if it has already ended (RFC 7009, 2.2)."""
    with db.transaction("sign_out_of") as tx:
        session = sessions.of_refresh_token(tx, tokens.fingerprint(refresh_token))
        if session is not None:
            endings.revoke(tx, session.id)
            peers.forget_sessions([session.id])


def begin_mfa(user_id: UserId) -> str:
    """The otpauth:// URI (otpauth key URI format). 409 if the second factor is already on."""
    secret = one_time_codes.new_secret()
    with db.transaction("begin_mfa") as tx:
        user = store.get(tx, user_id, lock=True)
        if user.mfa_enabled:
            raise Conflict("A second factor is on already.")
        store.change(tx, user_id, mfa_secret=secret)
    return one_time_codes.uri(secret, user.email)


def turn_mfa_on(user_id: UserId, code: str) -> None:
    """409 if setup was not begun, 422 for a wrong code, 429 if throttled."""

    def prove(tx: db.Tx) -> bool:
        now = _check_begun(store.get(tx, user_id, lock=True))
        if use_code(tx, now, code):
            store.change(tx, user_id, mfa_enabled=True)
            return True
        return False

    with db.reading() as tx:
        _check_begun(store.get(tx, user_id))
    if not attempt("turn_mfa_on", throttle.of_person(user_id), prove, of_code=True):
        raise Invalid("That is not the code of this moment.", "/otp")


def turn_mfa_off(user_id: UserId, code: str) -> None:
    """409 if it is not on, 422 for a wrong code, 429 if throttled."""
    with db.reading() as tx:
        if not store.get(tx, user_id).mfa_enabled:
            raise Conflict("No second factor is on.")

    def prove(tx: db.Tx) -> bool:
        now = store.get(tx, user_id, lock=True)
        if now.mfa_enabled and use_code(tx, now, code):
            store.change(tx, user_id, mfa_enabled=False, mfa_secret=None)
            return True
        return False

    if not attempt("turn_mfa_off", throttle.of_person(user_id), prove, of_code=True):
        raise Invalid("That is not the code of this moment.", "/otp")


def forget_what_is_over() -> None:
    """Delete expired rows, in two transactions: a sign-in locks attempts first, then sessions."""
    with db.transaction("forget_sessions") as tx:
        sessions.forget_what_is_over(tx)
    with db.transaction("forget_attempts") as tx:
        sessions.forget_old_attempts(tx)


def attempt(name: str, counter: str, prove: db.Work[db.Result], of_code: bool = False) -> db.Result:
    """Return what prove(tx) returns, throttled; None or False counts as a failed attempt."""
    with db.transaction(name) as tx:
        sessions.check_attempts(tx, counter)
        proof = prove(tx)
        sessions.count_attempt(tx, counter, not proof, of_code)
    return proof  # the count commits even if the attempt fails, so the caller raises the refusal


def _check_begun(user: db.Row) -> db.Row:
    if user.mfa_enabled or not user.mfa_secret:
        raise Conflict("There is no second factor waiting to be turned on.")
    return user


def use_code(tx: db.Tx, user: db.Row, code: str) -> bool:
    step = one_time_codes.step_of(user.mfa_secret, code, user.mfa_last_step)
    return step is not None and store.use_code(tx, user.id, step)


def new_session(tx: db.Tx, user_id: UserId) -> Tokens:
    refresh_token = tokens.new_refresh_token()
    session_id = sessions.add(tx, user_id, tokens.fingerprint(refresh_token))
    peers.forget_sessions(endings.revoke_oldest(tx, user_id, session_id))
    return _answer(user_id, session_id, refresh_token)


def _next_tokens(tx: db.Tx, session: db.Row, fingerprint: str) -> Tokens:
    refresh_token = tokens.new_refresh_token()
    sessions.mark_used(tx, fingerprint, session.id)
    sessions.add_refresh_token(tx, session.id, tokens.fingerprint(refresh_token))
    return _answer(session.user_id, session.id, refresh_token)


def _answer(user_id: UserId, session_id: str, refresh_token: str) -> Tokens:
    access_token = tokens.access_token(user_id, session_id, keys.private_key())
    return tokens.answer(access_token, refresh_token)
