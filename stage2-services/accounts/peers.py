"""How accounts reaches the other features: an event that each of them follows."""

from chassis import outbox, people


def forget_person(tx, user_id):
    """Cart, notifications and the addresses of final orders go when their services hear of it."""
    outbox.add_event(tx, "people", kind="closed", user_id=user_id)


def forget_sessions(session_ids):
    """Whoever remembers them as living must not believe it any more; else they do not end."""
    people.forget(session_ids)
