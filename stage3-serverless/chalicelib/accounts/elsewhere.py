"""Signing in with an identity provider. Linking it to an account is in linking.py.

1. begin: secrets are stored, and the person's browser goes to the provider.
2. The browser comes back with a state and a code. One request takes the state, for good.
3. Outside any transaction the code is exchanged, and the ID token checked.
4. One transaction makes the session, and the account and its identity if they are new.
A crash between 2 and 4 leaves nothing behind but a used state: the person begins again.
"""

from shop_rules import identity_bodies, openid, passwords, throttle
from shop_rules.errors import Conflict, Invalid, NotFound, Unauthenticated, Unavailable
from shop_rules.id_tokens import Claimed
from shop_rules.identity_bodies import NewAuthorization, NewIdentity, SignInElsewhere
from shop_rules.openid import Authorization, Choice
from shop_rules.shapes import Tokens
from shop_rules.step_up import SecondFactorDue

from .. import db
from ..config import config
from . import authorizations, identities, provider, sign_ins, store


def providers() -> list[Choice]:
    """Those that people can sign in with here."""
    return openid.choices(config().identity)


def begin(wanted: NewAuthorization) -> Authorization:
    """The URL to send the person to. 422 for an address that is not configured, 503 if the
    provider is unavailable."""
    if not config().identity.issuer:
        raise Invalid("This shop offers no such provider.", "/provider")
    if wanted.redirect_uri not in config().identity.redirect_uris:
        raise Invalid("Not an address this shop lets a provider send people to.", "/redirect_uri")
    endpoint, made = provider.authorization_endpoint(), openid.new_secrets()
    with db.transaction("begin_authorization") as tx:
        authorizations.add(tx, made, wanted.redirect_uri)
    client_id = config().identity.client_id
    url = openid.authorization_url(endpoint, client_id, wanted.redirect_uri, made)
    return {"authorization_url": url, "state": made["state"]}


def sign_in(given: SignInElsewhere) -> Tokens:
    """New tokens, for a new account if the identity is new. 401 for state, code, token or otp;
    for a new one 409 if its e-mail has an account, 422 if it is not verified."""
    found = claimed(given)
    try:
        return _enter(given, found)
    except NotFound:  # the account was closed a moment ago
        raise over() from None


def claimed(given: NewIdentity) -> Claimed:
    """The person whom the provider names. Only the first request with this state gets it."""
    taken = authorizations.take(given.state, given.code)
    if taken:
        known = taken["verifier"], taken["nonce"], taken["redirect_uri"]
        try:
            return provider.claimed(given.code, *known)
        except Unavailable:
            with db.transaction("give_authorization_back") as tx:
                authorizations.give_back(tx, given.state)
            raise
    subject = authorizations.subject_of(given.state, given.code)
    if not subject:
        raise over()
    return {
        "issuer": config().identity.issuer,
        "subject": subject,
        "email": "",
        "email_verified": False,
        "name": "",
    }


def over() -> Unauthenticated:
    detail = "This sign-in was used, has expired, or was never begun: begin again."
    return Unauthenticated(detail)


def _enter(given: SignInElsewhere, found: Claimed) -> Tokens:
    user_id = identities.owner(found["issuer"], found["subject"])
    if user_id is None:
        return _sign_up(given, found)
    user = store.get(user_id)
    if user["mfa_enabled"]:
        return _with_second_factor(given, found, user)
    return _let_in(given, user)


def _sign_up(given: SignInElsewhere, found: Claimed) -> Tokens:
    new = identity_bodies.newcomer(found)
    try:
        with db.transaction("sign_up_elsewhere") as tx:
            user_id = store.add(tx, new.email, new.name, passwords.NONE, "customer", [], linked=1)
            identities.add(tx, user_id, found)
            _, answer = sign_ins.new_session(tx, {"id": user_id, "generation": 0})
            authorizations.finish(tx, given.state, lost=over)
        return answer
    except Conflict:  # perhaps with the same person, a moment ago
        owner = identities.owner(found["issuer"], found["subject"])
        if owner is None:
            raise
    return _let_in(given, store.get(owner))


def _let_in(given: SignInElsewhere, user: db.Item) -> Tokens:
    with db.transaction("sign_in_elsewhere") as tx:
        identities.check_no_second_factor(tx, user, lost=SecondFactorDue)
        session_id, answer = sign_ins.new_session(tx, user)
        authorizations.finish(tx, given.state, lost=over)
    sign_ins.end_oldest(user, session_id)
    return answer


def _with_second_factor(given: SignInElsewhere, found: Claimed, user: db.Item) -> Tokens:
    """Keep the subject with the state, so that the person can correct a wrong one-time code."""
    with db.transaction("remember_subject") as tx:
        authorizations.remember(tx, given.state, found["subject"])

    def prove(tx: db.Tx) -> tuple[str, Tokens] | None:
        if not sign_ins.use_code(tx, user, given.otp):
            return None
        authorizations.finish(tx, given.state, lost=over)
        return sign_ins.new_session(tx, user)

    counter = throttle.of_person(user["id"])
    signed_in = sign_ins.attempt("sign_in_with_code", counter, prove, of_code=True)
    if signed_in is None:
        raise SecondFactorDue
    session_id, answer = signed_in
    sign_ins.end_oldest(user, session_id)
    return answer
