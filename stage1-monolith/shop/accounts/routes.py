from flask import Blueprint, Response

from shop_rules import bodies, refresh_bodies, role_bodies
from shop_rules.identity_bodies import SignIn, SignInElsewhere
from shop_rules.shapes import UserId

from .. import auth, http, rates
from ..config import config
from . import cookies, elsewhere, identity_routes, roles, sign_ins, usecases

bp = Blueprint("accounts", __name__)
bp.register_blueprint(identity_routes.bp)


@bp.post("/users")
def sign_up() -> Response:
    new = http.body(bodies.NewUser)
    rates.count_sign_in()
    user = usecases.sign_up(new)
    return http.answer(user, 201, headers={"Location": config().url_of(f"/users/{user['id']}")})


@bp.get("/users")
def list_users() -> Response:
    auth.may("list_users")
    limit, before = http.page_asked("users")
    users, more = http.page(usecases.newest(limit, before), limit, "users")
    return http.answer(users, next_cursor=more)


@bp.get("/users/<user_id>")
def show_user(user_id: UserId) -> Response:
    auth.owner_or_staff(user_id, "get_user")
    return http.answer(usecases.show(user_id))


@bp.put("/users/<user_id>")
def change_user(user_id: UserId) -> Response:
    caller = auth.owner(user_id, "update_user")
    return http.answer(usecases.change(caller, http.body(bodies.ChangedUser)))


@bp.put("/users/<user_id>/roles")
def set_roles(user_id: UserId) -> Response:
    caller = auth.may("set_roles", recent=True)
    usecases.show(user_id)
    return http.answer(roles.set_roles(caller.id, user_id, http.body(role_bodies.NewRoles).roles))


@bp.get("/audit")
def list_audit() -> Response:
    auth.may("list_audit")
    limit, before = http.page_asked("audit")
    entries, more = http.page(roles.newest_entries(limit, before), limit, "audit")
    return http.answer(entries, next_cursor=more)


@bp.put("/users/<user_id>/password")
def change_password(user_id: UserId) -> Response:
    caller = auth.owner(user_id, "change_password")
    usecases.change_password(caller, http.body(bodies.ChangedPassword))
    return http.nothing()


@bp.delete("/users/<user_id>")
def close_account(user_id: UserId) -> Response:
    auth.owner(user_id, "delete_user", recent=True)
    usecases.close_account(user_id)
    return http.nothing()


@bp.post("/tokens")
def sign_in() -> Response:
    given = http.body(SignIn)
    rates.count_sign_in()
    if isinstance(given, SignInElsewhere):
        return cookies.answer(elsewhere.sign_in(given), given.session)
    return cookies.answer(sign_ins.sign_in(given), given.session)


@bp.post("/tokens/refresh")
def refresh() -> Response:
    given = http.body(refresh_bodies.Refresh)
    token = cookies.refresh_token() if given.session else given.refresh_token
    return cookies.answer(sign_ins.refresh(token), given.session)


@bp.delete("/tokens/current")
def sign_out() -> Response:
    if cookies.are_meant():
        sign_ins.sign_out_of(cookies.refresh_token())
        return cookies.signed_out()
    sign_ins.sign_out(auth.signed_in().session_id)
    return http.nothing()


@bp.post("/users/<user_id>/mfa")
def begin_mfa(user_id: UserId) -> Response:
    auth.owner(user_id, "begin_mfa", recent=True)
    return http.answer({"otpauth_uri": sign_ins.begin_mfa(user_id)}, 201)


@bp.put("/users/<user_id>/mfa")
def turn_mfa_on(user_id: UserId) -> Response:
    auth.owner(user_id, "confirm_mfa", recent=True)
    sign_ins.turn_mfa_on(user_id, http.body(bodies.OneTimeCode).otp)
    return http.nothing()


@bp.delete("/users/<user_id>/mfa")
def turn_mfa_off(user_id: UserId) -> Response:
    auth.owner(user_id, "remove_mfa", recent=True)
    sign_ins.turn_mfa_off(user_id, http.body(bodies.OneTimeCode).otp)
    return http.nothing()
