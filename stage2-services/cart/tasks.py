"""What the cart does when it hears of something."""

from . import store


def on_people_event(_event_id, event):
    if event["kind"] == "closed":
        store.forget(event["user_id"])
