"""What people were told about their orders: one message for each outcome, never two.

The key is user_id and the message's id, which carries the time: the newest are at the end.
"""

from shop_rules import ids

from .. import db

TABLE = "notifications"


def add(tx, user_id, order_id, kind, text):
    """Once, since it commits with the one move of the order that it tells of."""
    item = {"user_id": user_id, "id": ids.new_id(), "order_id": order_id}
    tx.put(TABLE, {**item, "kind": kind, "text": text})


def forget(user_id):
    for row in newest(user_id, None, None):
        with db.transaction("forget_notification") as tx:
            tx.delete(TABLE, {"user_id": user_id, "id": row["id"]})


def newest(user_id, limit, before):
    start = before and {"user_id": user_id, "id": before[0]}
    rows = db.query(TABLE, "#user_id = :user", limit, backwards=True, after=start, user=user_id)
    return [{**row, "sent_at": ids.created_at(row["id"])} for row in rows]
