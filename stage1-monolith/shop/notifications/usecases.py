"""Reading one's messages. They are written with the move of the order they tell of."""

from .. import db
from . import store


def newest(user_id, limit, before):
    with db.reading() as tx:
        return store.newest(tx, user_id, limit + 1, before)
