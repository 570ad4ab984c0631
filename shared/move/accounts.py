"""The hooks of the accounts: what their hand-over needs besides the steps of every unit."""

from . import sessions
from .hooks import Hooks
from .moving import Move
from .rows import people
from .rows.direction import Direction
from .standing import FORWARD, Transfer


class Accounts(Hooks):
    def also_followed(self, move: Move, transfer: Transfer) -> list[Direction]:
        """Report each account closed in stage 1. After the hand-over, stage 2 does that."""
        return [people.CLOSED] if transfer == FORWARD else []

    def drain(self, move: Move, transfer: Transfer) -> bool:
        """Empty the cache of sessions: stage 1 never deletes an entry when a session ends."""
        if transfer != FORWARD:
            sessions.forbid()
        return True

    def tend(self, move: Move) -> None:
        """Give leave to write entries again, in case the cache has lost it."""
        state = move.state("new")
        if state and state.holder == "new":
            sessions.allow(state)
