"""The people. What they are signed in with is in sessions.py, in the same table.

| what             | pk                | sk     | asked for                             |
| ---------------- | ----------------- | ------ | ------------------------------------- |
| a person         | id                | person | by id; the newest by index `newest`   |
| whose an e-mail is | email, digest   | email  | by e-mail; taken if it is there       |
| how many staff   | staff             | staff  | the last one stays                    |
"""

from shop_rules import ids, texts, tokens
from shop_rules.errors import Conflict, NotFound

from .. import db

TABLE = "accounts"
ALL = "people"  # their partition of the index
_STAFF = {"pk": "staff", "sk": "staff"}
_PERSON = "person"


def as_user(row):
    return {
        "id": row["id"],
        "email": row["email"],
        "name": row["name"],
        "role": row["role"],
        "mfa_enabled": row["mfa_enabled"],
        "created_at": ids.created_at(row["id"]),
    }


def add(tx, email, name, password_hash, role):
    user_id, email_key = ids.new_id(), texts.email_key(email)
    person = {"id": user_id, "email": email, "email_key": email_key, "name": name, "role": role}
    person |= {"password_hash": password_hash, "mfa_enabled": False, "mfa_last_step": 0}
    tx.put(TABLE, {**key(user_id), **person, "listed": ALL, "generation": 0})
    _take_email(tx, email_key, user_id)
    if role == "staff":
        _count_staff(tx, 1)
    return user_id


def key(user_id):
    return {"pk": user_id, "sk": _PERSON}


def get(user_id):
    row = db.get(TABLE, key(user_id))
    if row is None:
        raise NotFound("No such user.")
    return row


def find_by_email(email_key):
    found = db.get(TABLE, _email(email_key))
    return found and db.get(TABLE, key(found["user_id"]))


def exists(user_id):
    return db.get(TABLE, key(user_id)) is not None


def check_exists(tx, user_id, lost):
    """In the caller's transaction: for what may only be there together with the person."""
    tx.check(TABLE, key(user_id), "attribute_exists(#pk)", lost)


def newest(limit, before):
    after = before and {"listed": ALL, "id": before[0], **key(before[0])}
    where = {"index": "newest", "backwards": True, "after": after}
    return db.query(TABLE, "#listed = :all", limit, **where, all=ALL)


def change(tx, user, email, email_key, name):
    """user: as it was read. A new e-mail begins a new generation: see endings.revoke_others."""
    generation = user["generation"] + (email != user["email"])
    if email_key != user["email_key"]:
        tx.delete(TABLE, _email(user["email_key"]))
        _take_email(tx, email_key, user["id"])
    news = {"email": email, "email_key": email_key, "name": name, "generation": generation}
    _set(tx, user, ["email", "generation"], news)


def change_password(tx, user, password_hash):
    """Sessions of an older generation are dead: one write ends all of them."""
    news = {"password_hash": password_hash, "generation": user["generation"] + 1}
    _set(tx, user, ["password_hash", "generation"], news)


def make_staff(tx, user):
    _set(tx, user, ["role"], {"role": "staff"})
    _count_staff(tx, 1)


def set_mfa(tx, user, secret, enabled, step=None):
    """Unless it was changed, or a code used, since the user was read. step: of the code used: then
    the secret must be the one that was read, too."""
    last = step or user["mfa_last_step"]
    news = {"mfa_secret": secret, "mfa_enabled": enabled, "mfa_last_step": last}
    unchanged = ["mfa_enabled", "mfa_last_step"] + (["mfa_secret"] if step else [])
    _set(tx, user, unchanged, news)


def use_code(tx, user_id, step):
    """db.Lost if that time step's code was used before."""
    tx.set(TABLE, key(user_id), {"mfa_last_step": step}, "#mfa_last_step < :mfa_last_step")


def delete(tx, user):
    still, was = _as_read(user, ["email_key", "role"])
    tx.delete(TABLE, key(user["id"]), still, **was)
    tx.delete(TABLE, _email(user["email_key"]))
    if user["role"] == "staff":
        _count_staff(tx, -1)


def _set(tx, user, unchanged, news):
    """db.Lost if one of the attributes `unchanged` is no longer as it was read."""
    still, was = _as_read(user, unchanged)
    tx.set(TABLE, key(user["id"]), news, still, **was)


def _as_read(user, names):
    """(condition, its values)"""
    still = " AND ".join(f"#{name} = :was_{name}" for name in names)
    return still, {f"was_{name}": user[name] for name in names}


def _take_email(tx, email_key, user_id):
    item = {**_email(email_key), "user_id": user_id}
    tx.put(TABLE, item, "attribute_not_exists(#pk)", lost=_email_taken)


def _email(email_key):
    """A digest: a key has at most 2,048 bytes."""
    return {"pk": f"email {tokens.fingerprint(email_key)}", "sk": "email"}


def _count_staff(tx, by):
    enough = "#members > :least" if by < 0 else None
    values = {"by": by} | ({"least": -by} if by < 0 else {})
    tx.update(TABLE, _STAFF, "ADD #members :by", enough, lost=_last_staff, **values)


def _email_taken():
    return Conflict("That e-mail address has an account already.")


def _last_staff():
    return Conflict("The last staff account stays.")
