"""`granian … move.room:create_app`: the control room of a shop that moves (ADR 51)."""

from control_room.app import ControlRoom

from .day import MovingDay


def create_app() -> ControlRoom:
    return ControlRoom(day=MovingDay)
