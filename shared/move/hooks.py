"""Hooks: what a unit's hand-over needs besides the steps of every unit. Most need nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .rows.direction import Direction

if TYPE_CHECKING:
    from .authority import Side
    from .moving import Move
    from .standing import Transfer


class Hooks:
    def also_followed(self, move: Move, transfer: Transfer) -> list[Direction]:
        """Directions of other units that must be drained too."""
        return []

    def rehearse(self, move: Move, transfer: Transfer) -> None:
        """Before requests are held back, do whatever needn't be done while they wait."""

    def quiesce(self, move: Move, transfer: Transfer) -> None:
        """Bring the giver's unfinished work to a state that the taker knows."""

    def is_quiet(self, move: Move, transfer: Transfer) -> bool:
        return True

    def drain(self, move: Move, transfer: Transfer) -> bool:
        """Carry over what followers don't, while neither side holds. True once it is done."""
        return True

    def admitted(self, move: Move, taker: Side) -> None:
        """Called when the taker holds, and requests are still held back. Must be idempotent."""

    def tend(self, move: Move) -> None:
        """Called twice a second, in every state. Its work must be safe to lose."""
