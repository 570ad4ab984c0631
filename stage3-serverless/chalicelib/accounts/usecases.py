"""The people. Signing in and out is in sign_ins.py, and what staff may do in roles.py."""

from collections.abc import Sequence

from shop_rules import bodies, passwords, step_up, texts, throttle
from shop_rules.cursors import SortKey
from shop_rules.errors import Invalid
from shop_rules.shapes import Role, StaffRole, User, UserId

from .. import auth, db
from ..config import config
from . import (
    admins,
    audit,
    closed,
    endings,
    hashing,
    identities,
    sessions,
    sign_ins,
    store,
    visitors,
)


def sign_up(new: bodies.NewUser, role: Role = "customer", names: Sequence[StaffRole] = ()) -> User:
    """The new person. 409 if the e-mail is taken. names: the roles of a member of staff."""
    password_hash = hashing.hashed(new.password)
    with db.transaction("sign_up") as tx:
        user_id = store.add(tx, new.email, new.name, password_hash, role, names)
        if names:
            audit.add(tx, "set_roles", None, user_id, [], names)
    return show(user_id)


def show(user_id: UserId) -> User:
    return store.as_user(store.get(user_id))


def newest(limit: int, before: SortKey | None) -> list[User]:
    return [store.as_user(row) for row in store.newest(limit + 1, before)]


def change(caller: auth.Caller, changed: bodies.ChangedUser) -> User:
    """The caller after the change. 409 if the e-mail is taken.

    A new e-mail needs a recent sign-in (401) and ends the caller's other sessions, a thief's too.
    Failed attempts carry over to it, or each new e-mail would allow ten more guesses a minute.
    """
    user, key = store.get(caller.id), texts.email_key(changed.email)
    with db.transaction("change_user") as tx:
        store.change(tx, user, changed.email, key, changed.name)
        if changed.email != user["email"]:
            step_up.check(caller.signed_in_at, config().step_up_seconds)
            old, new = throttle.of_email(user["email_key"]), throttle.of_email(key)
            sessions.carry_attempts(tx, old, new)
            endings.revoke_others(tx, user, caller.session_id)
    return show(caller.id)


def change_password(caller: auth.Caller, given: bodies.ChangedPassword) -> None:
    """Change the password and revoke every token, including the one of this request.

    A person without a password chooses the first, which needs a recent sign-in (401)."""
    user = store.get(caller.id)
    first = passwords.is_first(user["password_hash"], given.current)
    if first:
        step_up.check(caller.signed_in_at, config().step_up_seconds)

    def prove(tx: db.Tx) -> bool:
        if first or hashing.matches(user["password_hash"], given.current or ""):
            store.change_password(tx, user, hashing.hashed(given.new))
            return True
        return False

    if not sign_ins.attempt("change_password", throttle.of_person(caller.id), prove):
        raise Invalid("The current password is another.", "/current")


def close_account(user_id: UserId) -> None:
    """Delete the person, with cart, notifications, and old addresses (peers.py). What was ordered
    is still delivered."""
    user = store.get(user_id)
    with db.transaction("close_account") as tx:
        store.delete(tx, user)
        for each in identities.of_person(user_id):
            identities.delete(tx, user_id, each)
        visitors.delete(tx, user_id)
        closed.add(tx, user_id)
        if user["role"] == "staff":
            audit.add(tx, "delete_user", user_id, user_id, admins.roles_of(user), [])
