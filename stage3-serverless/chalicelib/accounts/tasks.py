"""Work after the answer: the table's stream tells who has closed his account."""

from . import peers, store


def forget_person(item_key):
    """item_key: {pk, sk} of what was removed from the table; it may be told more than once."""
    if store.is_person(item_key):
        peers.forget_person(item_key["pk"])
