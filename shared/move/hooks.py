"""What a unit's hand-over needs besides the steps that all units have. Most need nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .rows.direction import Direction

if TYPE_CHECKING:
    from .authority import Side
    from .moving import Move
    from .standing import Transfer


class Hooks:
    def also_followed(self, move: Move, transfer: Transfer) -> list[Direction]:
        """Directions of other units that must have been drained too."""
        return []

    def rehearse(self, move: Move, transfer: Transfer) -> None:
        """Before requests are held: whatever need not be done while they wait."""

    def quiesce(self, move: Move, transfer: Transfer) -> None:
        """Bring what the giver has under way to a state that the taker knows."""

    def is_quiet(self, move: Move, transfer: Transfer) -> bool:
        return True

    def drain(self, move: Move, transfer: Transfer) -> bool:
        """Carry over what followers don't, while neither side holds; True when that is done."""
        return True

    def admitted(self, move: Move, taker: Side) -> None:
        """The taker holds, and requests are still held. May be done twice."""

    def tend(self, move: Move) -> None:
        """Twice a second, whatever the unit does: work that may be lost without consequences."""
