"""What the hand-over of accounts needs besides the steps of every unit."""

from . import sessions
from .hooks import Hooks
from .moving import Move
from .rows import people
from .rows.direction import Direction
from .standing import FORWARD, Transfer


class Accounts(Hooks):
    def also_followed(self, move: Move, transfer: Transfer) -> list[Direction]:
        """Report every account that was closed in stage 1. Stage 2 reports its own afterwards."""
        return [people.CLOSED] if transfer == FORWARD else []

    def drain(self, move: Move, transfer: Transfer) -> bool:
        """Stage 1 deletes no entry of the cache when a session ends there: so none may be left."""
        if transfer != FORWARD:
            sessions.forbid()
        return True

    def tend(self, move: Move) -> None:
        """The cache may be lost at any moment, and with it the leave to write entries."""
        state = move.state("new")
        if state and state.holder == "new":
            sessions.allow(state)
