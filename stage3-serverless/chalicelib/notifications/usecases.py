"""Reading one's messages. Each is written in the transaction that changes its order."""

from shop_rules.cursors import SortKey
from shop_rules.shapes import Notification, UserId

from . import store


def newest(user_id: UserId, limit: int, before: SortKey | None) -> list[Notification]:
    return store.newest(user_id, limit + 1, before)
