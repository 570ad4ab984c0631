"""The identities of a person at identity providers: list, link, and unlink them."""

from shop_rules import openid
from shop_rules.errors import Conflict, Invalid, Unauthenticated
from shop_rules.identity_bodies import NewIdentity
from shop_rules.openid import Identity
from shop_rules.shapes import UserId

from .. import db
from . import authorizations, elsewhere, identities, store


def link(user_id: UserId, given: NewIdentity) -> Identity:
    """Link another identity. 422 for state, code or token, 409 if an account has the identity."""
    try:
        found = elsewhere.claimed(given)
    except Unauthenticated as error:
        raise Invalid(error.detail, "/code") from None
    with db.transaction("link_identity") as tx:
        identities.count(tx, user_id, 1, lost=_too_many)
        new = identities.add(tx, user_id, found)
        authorizations.finish(tx, given.state, lost=elsewhere.over)
    return identities.as_identity(identities.get(user_id, new))


def show(user_id: UserId) -> list[Identity]:
    store.get(user_id)
    return [identities.as_identity(row) for row in identities.of_person(user_id)]


def unlink(user_id: UserId, identity_id: str) -> None:
    """409 if the person could no longer sign in: no password, and no other identity."""
    found = identities.get(user_id, identity_id)
    with db.transaction("unlink_identity") as tx:
        identities.count(tx, user_id, -1, lost=_last_way_in)
        identities.delete(tx, user_id, found)


def _too_many() -> Conflict:
    return Conflict(f"An account has {openid.IDENTITIES_A_PERSON} of them at most.")


def _last_way_in() -> Conflict:
    return Conflict("Without it you could not sign in any more.")
