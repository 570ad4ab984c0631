"""The routes of signing in with an identity provider, and of what is linked with an account."""

from chalice import Blueprint, Response

from shop_rules.identity_bodies import NewAuthorization, NewIdentity
from shop_rules.shapes import UserId

from .. import auth, http, rates
from . import elsewhere, linking

bp = Blueprint(__name__)


@bp.route("/providers")
def list_providers() -> Response:
    return http.answer(elsewhere.providers())


@bp.route("/authorizations", methods=["POST"])
def begin_elsewhere() -> Response:
    wanted = http.body(NewAuthorization)
    rates.count_sign_in()
    return http.answer(elsewhere.begin(wanted), 201)


@bp.route("/users/{user_id}/identities")
def list_identities(user_id: UserId) -> Response:
    auth.owner_or_staff(user_id, "list_identities")
    return http.answer(linking.show(user_id))


@bp.route("/users/{user_id}/identities", methods=["POST"])
def link_identity(user_id: UserId) -> Response:
    auth.owner(user_id, "link_identity", recent=True)
    return http.answer(linking.link(user_id, http.body(NewIdentity)), 201)


@bp.route("/users/{user_id}/identities/{identity_id}", methods=["DELETE"])
def unlink_identity(user_id: UserId, identity_id: str) -> Response:
    auth.owner(user_id, "unlink_identity", recent=True)
    linking.unlink(user_id, identity_id)
    return http.nothing()
