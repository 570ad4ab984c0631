"""The people. In the same table: sessions.py, identities.py, and the count of admins (admins.py).

| what             | pk                | sk     | asked for                             |
| ---------------- | ----------------- | ------ | ------------------------------------- |
| a person         | id                | person | by id; the newest by index `newest`   |
| e-mail's owner   | email, digest     | email  | by e-mail; taken if it is there       |
"""

from shop_rules import ids, passwords, roles, texts, tokens
from shop_rules.cursors import SortKey
from shop_rules.errors import Conflict, NotFound
from shop_rules.shapes import Role, User, UserId

from .. import db
from . import admins

TABLE = admins.TABLE
ALL = "people"  # their partition of the index
_PERSON = "person"


def as_user(row: db.Item) -> User:
    return {
        "id": row["id"],
        "email": row["email"],
        "name": row["name"],
        "role": row["role"],
        "roles": admins.roles_of(row),
        "has_password": row["password_hash"] != passwords.NONE,
        "mfa_enabled": row["mfa_enabled"],
        "created_at": ids.created_at(row["id"]),
    }


def add(
    tx: db.Tx,
    email: str,
    name: str,
    password_hash: str,
    role: Role,
    names: roles.Names,
    **more: int,
) -> UserId:
    """names: the roles of a member of staff."""
    user_id, email_key = UserId(ids.new_id()), texts.email_key(email)
    person: db.Item = {"id": user_id, "email": email, "email_key": email_key, "name": name}
    person |= {"password_hash": password_hash, "role": role, "roles": " ".join(names)}
    person |= {"mfa_enabled": False, "mfa_last_step": 0, **more}
    tx.put(TABLE, {**key(user_id), **person, "listed": ALL, "generation": 0})
    _take_email(tx, email_key, user_id)
    admins.count(tx, [], names)
    return user_id


def key(user_id: UserId) -> db.Item:
    return {"pk": user_id, "sk": _PERSON}


def get(user_id: UserId) -> db.Item:
    row = db.get(TABLE, key(user_id))
    if row is None:
        raise NotFound("No such user.")
    return row


def find_by_email(email_key: str) -> db.Item | None:
    found = db.get(TABLE, _email(email_key))
    return db.get(TABLE, key(found["user_id"])) if found else None


def exists(user_id: UserId) -> bool:
    return db.get(TABLE, key(user_id)) is not None


def check_exists(tx: db.Tx, user_id: UserId, lost: db.Loss) -> None:
    """Make the transaction conditional on the person's existence; else `lost` is raised."""
    tx.check(TABLE, key(user_id), "attribute_exists(#pk)", lost)


def newest(limit: int, before: SortKey | None) -> list[db.Item]:
    after = {"listed": ALL, "id": before[0], **key(UserId(str(before[0])))} if before else None
    return db.query(TABLE, "#listed = :all", limit, "newest", backwards=True, after=after, all=ALL)


def change(tx: db.Tx, user: db.Item, email: str, email_key: str, name: str) -> None:
    """user: as it was read. A new e-mail begins a new generation: see endings.revoke_others."""
    generation = user["generation"] + (email != user["email"])
    if email_key != user["email_key"]:
        tx.delete(TABLE, _email(user["email_key"]))
        _take_email(tx, email_key, user["id"])
    news = {"email": email, "email_key": email_key, "name": name, "generation": generation}
    _set(tx, user, ["email", "generation"], news)


def change_password(tx: db.Tx, user: db.Item, password_hash: str) -> None:
    """End all sessions with one write: those of an older generation are invalid."""
    news = {"password_hash": password_hash, "generation": user["generation"] + 1}
    _set(tx, user, ["password_hash", "generation"], news)


def set_roles(tx: db.Tx, user: db.Item, names: roles.Names) -> None:
    """db.Lost if they have changed since the user was read. 409 if no admin would be left."""
    _set(tx, user, ["role", "roles"], {"role": "staff", "roles": " ".join(names)})
    admins.count(tx, admins.roles_of(user), names)


def set_mfa(tx: db.Tx, user: db.Item, secret: str | None, enabled: bool, step: int = 0) -> None:
    """db.Lost if it has changed since the user was read, or, with a code's step, its secret has."""
    news: db.Item = {"mfa_secret": secret, "mfa_enabled": enabled}
    news["mfa_last_step"] = step or user["mfa_last_step"]
    _set(tx, user, ["mfa_enabled", "mfa_last_step"] + (["mfa_secret"] if step else []), news)


def use_code(tx: db.Tx, user_id: UserId, step: int) -> None:
    """db.Lost if that time step's code was used before."""
    tx.set(TABLE, key(user_id), {"mfa_last_step": step}, "#mfa_last_step < :mfa_last_step")


def delete(tx: db.Tx, user: db.Item) -> None:
    still, was = _as_read(user, ["email_key", "role", "roles", "linked"])
    tx.delete(TABLE, key(user["id"]), still, **was)
    tx.delete(TABLE, _email(user["email_key"]))
    admins.count(tx, admins.roles_of(user), [])


def _set(tx: db.Tx, user: db.Item, unchanged: list[str], news: db.Item) -> None:
    """db.Lost if one of the attributes `unchanged` is no longer as it was read."""
    still, was = _as_read(user, unchanged)
    tx.set(TABLE, key(user["id"]), news, still, **was)


def _as_read(user: db.Item, names: list[str]) -> tuple[str, db.Item]:
    """(condition, its values)"""
    still = " AND ".join(
        f"#{name} = :was_{name}" if name in user else f"attribute_not_exists(#{name})"
        for name in names
    )
    return still, {f"was_{name}": user[name] for name in names if name in user}


def _take_email(tx: db.Tx, email_key: str, user_id: UserId) -> None:
    item = {**_email(email_key), "user_id": user_id}
    taken = Conflict("That e-mail address has an account already.")
    tx.put(TABLE, item, "attribute_not_exists(#pk)", lost=lambda: taken)


def _email(email_key: str) -> db.Item:
    """The key of an e-mail: a digest, since a key has at most 2,048 bytes."""
    return {"pk": f"email {tokens.fingerprint(email_key)}", "sk": "email"}
