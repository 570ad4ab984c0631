"""Reading one's messages. They are written when the event of an order comes in: tasks.py."""

from chassis import db

from . import store


def newest(user_id, limit, before):
    with db.reading() as tx:
        return store.newest(tx, user_id, limit + 1, before)
