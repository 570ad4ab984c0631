"""The routes of signing in with an identity provider, and of what is linked with an account."""

from flask import Blueprint, Response

from shop_rules.identity_bodies import NewAuthorization, NewIdentity
from shop_rules.shapes import UserId

from chassis import auth, http

from . import elsewhere, linking

bp = Blueprint("identities", __name__)


@bp.get("/providers")
def list_providers() -> Response:
    return http.answer(elsewhere.providers())


@bp.post("/authorizations")
def begin_elsewhere() -> Response:
    wanted = http.body(NewAuthorization)
    return http.answer(elsewhere.begin(wanted), 201)


@bp.get("/users/<user_id>/identities")
def list_identities(user_id: UserId) -> Response:
    auth.owner_or_staff(user_id, "list_identities")
    return http.answer(linking.show(user_id))


@bp.post("/users/<user_id>/identities")
def link_identity(user_id: UserId) -> Response:
    auth.owner(user_id, "link_identity", recent=True)
    return http.answer(linking.link(user_id, http.body(NewIdentity)), 201)


@bp.delete("/users/<user_id>/identities/<identity_id>")
def unlink_identity(user_id: UserId, identity_id: str) -> Response:
    auth.owner(user_id, "unlink_identity", recent=True)
    linking.unlink(user_id, identity_id)
    return http.nothing()
