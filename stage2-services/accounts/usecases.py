"""The people. Signing in and out is in sign_ins.py, and what staff may do in roles.py."""

from collections.abc import Sequence

from shop_rules import bodies, passwords, roles, step_up, texts, throttle
from shop_rules.cursors import SortKey
from shop_rules.errors import Conflict, Invalid, NotFound
from shop_rules.shapes import Role, StaffRole, User, UserId

from chassis import auth, db
from chassis.config import config
from chassis.shapes import Session

from . import audit, endings, hashing, peers, sessions, sign_ins, store, visitors


def sign_up(new: bodies.NewUser, role: Role = "customer", names: Sequence[StaffRole] = ()) -> User:
    """The new person. 409 if the e-mail is taken. names: the roles of a member of staff."""
    password_hash = hashing.hashed(new.password)
    with db.transaction("sign_up") as tx:
        user_id = store.add(tx, new.email, new.name, password_hash, role, names)
        if names:
            audit.add(tx, "set_roles", None, user_id, [], names)
        return store.as_user(store.get(tx, user_id))


def show(user_id: UserId) -> User:
    with db.reading() as tx:
        return store.as_user(store.get(tx, user_id))


def session(session_id: str) -> Session:
    """A session for the other services, which find it in the cache from then on."""
    found = sessions.find(session_id)
    if found is None:
        peers.remember_session(session_id)
        raise NotFound("No such session.")
    peers.remember_session(session_id, found["user_id"], found["role"], found["roles"])
    return found


def visitor_key(user_id: UserId) -> str:
    """The random key that stands for the person in events."""
    with db.transaction("visitor_key") as tx:
        return visitors.key_of(tx, user_id)


def newest(limit: int, before: SortKey | None) -> list[User]:
    with db.reading() as tx:
        return [store.as_user(row) for row in store.newest(tx, limit + 1, before)]


def change(caller: auth.Caller, changed: bodies.ChangedUser) -> User:
    """The caller after the change. 409 if the e-mail is taken.

    A new e-mail needs a recent sign-in (401) and ends the caller's other sessions, a thief's too.
    Failed attempts carry over to it, or each new e-mail would allow ten more guesses a minute.
    """
    key = texts.email_key(changed.email)
    with db.transaction("change_user") as tx:
        user = store.get(tx, caller.id, lock=True)
        new = changed.email != user.email
        if new:
            step_up.check(caller.signed_in_at, config().step_up_seconds)
        if store.email_taken(tx, key, caller.id):
            raise Conflict("That e-mail address has an account already.")
        store.change(tx, caller.id, email=changed.email, email_key=key, name=changed.name)
        if new:
            old, now = throttle.of_email(user.email_key), throttle.of_email(key)
            sessions.carry_attempts(tx, old, now)
            peers.forget_sessions(endings.revoke_others(tx, caller.id, caller.session_id))
        return store.as_user(store.get(tx, caller.id))


def change_password(caller: auth.Caller, given: bodies.ChangedPassword) -> None:
    """Change the password and revoke every token, including the one of this request.

    A person without a password chooses the first, which needs a recent sign-in (401)."""
    counter = throttle.of_person(caller.id)
    with db.reading() as tx:
        user = store.get(tx, caller.id)
        sessions.check_locked(tx, counter)
    first = passwords.is_first(user.password_hash, given.current)
    if first:
        step_up.check(caller.signed_in_at, config().step_up_seconds)
    right = first or hashing.matches(user.password_hash, given.current or "")
    new_hash = hashing.hashed(given.new)

    def prove(tx: db.Tx) -> bool:
        if right and store.get(tx, caller.id, lock=True).password_hash == user.password_hash:
            store.change(tx, caller.id, password_hash=new_hash)
            peers.forget_sessions(endings.revoke_all(tx, caller.id))
            return True
        return False

    if not sign_ins.attempt("change_password", counter, prove):
        raise Invalid("The current password is another.", "/current")


def close_account(user_id: UserId) -> None:
    """Delete the person, with cart, notifications, and old addresses (peers.py). What was ordered
    is still delivered."""
    with db.transaction("close_account") as tx:
        if store.get(tx, user_id).role == "staff":
            _give_up_roles(tx, user_id)
        store.get(tx, user_id, lock=True)  # blocks sign-ins until the commit
        peers.forget_person(tx, user_id)
        peers.forget_sessions(endings.revoke_all(tx, user_id))
        store.delete(tx, user_id)


def _give_up_roles(tx: db.Tx, user_id: UserId) -> None:
    admins = store.admin_ids(tx)  # locks all staff
    before = roles.among(store.get(tx, user_id).roles.split())
    roles.check_last_admin(before, [], admins)
    audit.add(tx, "delete_user", user_id, user_id, before, [])
