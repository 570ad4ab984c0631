"""A random key for each person whose events are counted: the events name the key, and only this
item (pk the person's id, sk "visitor") says whose it is. Deleting the account deletes the key, and
then no one can tell."""

import secrets

from shop_rules.errors import NotFound
from shop_rules.shapes import UserId

from .. import db
from . import store
from .store import TABLE


def key_of(user_id: UserId) -> str:
    """The person's key, drawn at the first call. 404 if the person is gone."""
    known = db.get(TABLE, _key(user_id))
    if known is not None:
        return str(known["key"])
    drawn = {**_key(user_id), "key": secrets.token_hex(16)}
    try:
        with db.transaction("visitor_key") as tx:
            store.check_exists(tx, user_id, lambda: NotFound("No such user."))
            tx.put(TABLE, drawn, "attribute_not_exists(#pk)")
    except db.Lost:  # another request drew one
        return key_of(user_id)
    return str(drawn["key"])


def delete(tx: db.Tx, user_id: UserId) -> None:
    tx.delete(TABLE, _key(user_id))


def _key(user_id: UserId) -> db.Item:
    return {"pk": user_id, "sk": "visitor"}
