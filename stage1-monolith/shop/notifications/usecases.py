"""Reading one's messages. Each is written in the transaction that changes its order."""

from shop_rules.cursors import SortKey
from shop_rules.shapes import Notification, UserId

from .. import db
from . import store


def newest(user_id: UserId, limit: int, before: SortKey | None) -> list[Notification]:
    with db.reading() as tx:
        return store.newest(tx, user_id, limit + 1, before)
