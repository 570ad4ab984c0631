"""Work after the answer: the table's stream tells who has closed their account."""

from .. import db
from . import closed, peers


def forget_person(item_key):
    """item_key: {pk, sk} of what was put into the table; it may be told more than once."""
    if closed.is_note(item_key):
        _forget(item_key["pk"])


def catch_up():
    """Whom the stream did not tell of, or in vain."""
    for user_id in closed.still_to_forget():
        _forget(user_id)


def _forget(user_id):
    peers.forget_person(user_id)
    with db.transaction("person_forgotten") as tx:
        closed.forgotten(tx, user_id)
