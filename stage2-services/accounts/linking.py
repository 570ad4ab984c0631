"""The identities of a person at identity providers: list, link, and unlink them."""

from shop_rules import openid, passwords
from shop_rules.errors import Conflict, Invalid, Unauthenticated
from shop_rules.identity_bodies import NewIdentity
from shop_rules.openid import Identity
from shop_rules.shapes import UserId

from chassis import db

from . import authorizations, elsewhere, identities, store


def link(user_id: UserId, given: NewIdentity) -> Identity:
    """Link another identity. 422 for state, code or token, 409 if an account has the identity."""
    try:
        found = elsewhere.claimed(given)
    except Unauthenticated as error:
        raise Invalid(error.detail, "/code") from None
    with db.transaction("link_identity") as tx:
        store.get(tx, user_id, lock=True)
        if len(identities.of_person(tx, user_id)) >= openid.IDENTITIES_A_PERSON:
            raise Conflict(f"An account has {openid.IDENTITIES_A_PERSON} of them at most.")
        new = identities.add(tx, user_id, found)
        if new is None or not authorizations.finish(tx, given.state):
            raise Conflict("An account is linked with that already.")
        return identities.as_identity(identities.get(tx, user_id, new))


def show(user_id: UserId) -> list[Identity]:
    with db.reading() as tx:
        store.get(tx, user_id)
        return [identities.as_identity(row) for row in identities.of_person(tx, user_id)]


def unlink(user_id: UserId, identity_id: str) -> None:
    """409 if the person could no longer sign in: no password, and no other identity."""
    with db.transaction("unlink_identity") as tx:
        user = store.get(tx, user_id, lock=True)
        found = identities.get(tx, user_id, identity_id)
        if user.password_hash == passwords.NONE and len(identities.of_person(tx, user_id)) == 1:
            raise Conflict("Without it you could not sign in any more.")
        identities.delete(tx, found.id)
