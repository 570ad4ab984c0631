"""A random key for each person whose events are counted: the events name the key, and only this
table says whose it is. Deleting the account deletes the key, and then no one can tell."""

import secrets

import sqlalchemy as sa

from shop_rules.shapes import UserId

from .. import db
from . import store

visitor_keys = sa.Table(
    "visitor_keys",
    db.metadata,
    sa.Column("user_id", sa.ForeignKey("users.id", ondelete="CASCADE"), primary_key=True),
    sa.Column("key", sa.Text, nullable=False),
)


def key_of(tx: db.Tx, user_id: UserId) -> str:
    """The person's key, drawn at the first call. 404 if the person is gone."""
    mine = sa.select(visitor_keys.c.key).where(visitor_keys.c.user_id == user_id)
    known = tx.scalars(mine).one_or_none()
    if known is not None:
        return str(known)
    store.get(tx, user_id, lock=True)  # blocks a deletion until the commit
    db.insert_if_absent(tx, visitor_keys, user_id=user_id, key=secrets.token_hex(16))
    return str(tx.scalars(mine).one())
