"""The cart's event handlers."""

from chassis.shapes import PersonEvent

from . import store


def on_people_event(_event_id: str, event: PersonEvent) -> None:
    if event["kind"] == "closed":
        store.forget(event["user_id"])
