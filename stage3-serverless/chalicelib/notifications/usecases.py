"""Reading one's messages. They are written with the move of the order they tell of."""

from . import store


def newest(user_id, limit, before):
    return store.newest(user_id, limit + 1, before)
