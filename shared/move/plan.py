"""Which step is next, from how things are and how far the unit is to go."""

import time

from . import expanding
from .authority import NOBODY, Side
from .journal import Goal
from .moving import BACK, FORWARD, Move, Transfer
from .steps import (
    ADMIT,
    COMPARE,
    COPY,
    DRAIN,
    EXPAND,
    FENCE,
    HOLD,
    INFORM,
    RELEASE,
    TAKE_BACK,
    UNFENCE,
    Step,
)

GIVEN_UP_AFTER = 4.0  # seconds: a hand-over that takes longer is taken back, and tried again


def next_step(move: Move, goal: Goal) -> tuple[Step, Transfer] | None:
    """What is to be done now, as things are; None once the goal is reached."""
    if move.state("old") is None or move.state("new") is None:
        return None if goal == "stay" and not _has_begun(move) else _begun(goal)
    wanted: Side = "new" if goal == "new" else "old"
    transfer = move.underway()
    if transfer:
        return _onwards(move, transfer, wanted), transfer
    if not expanding.is_expanded(move.unit, dict(move.sides)) or not _is_equal(move):
        if move.holder() == "old" and goal != "stay":
            return _prepared(move), FORWARD
    if move.holder() != wanted:
        return (FENCE if move.shown == NOBODY else HOLD), FORWARD if wanted == "new" else BACK
    if move.shown != wanted:
        return RELEASE, FORWARD
    return (TAKE_BACK, BACK) if goal == "stay" else None


def _begun(goal: Goal) -> tuple[Step, Transfer]:
    """One side has its row and the other has not: in the middle of either step."""
    return (TAKE_BACK, BACK) if goal == "stay" else (EXPAND, FORWARD)


def _has_begun(move: Move) -> bool:
    return move.state("old") is not None or move.state("new") is not None


def _prepared(move: Move) -> Step:
    if not expanding.is_expanded(move.unit, dict(move.sides)):
        return EXPAND
    return COMPARE if move.is_copied() else COPY


def _is_equal(move: Move) -> bool:
    return move.is_copied() and move.told["differing"] == 0


def _onwards(move: Move, transfer: Transfer, wanted: Side) -> Step:
    """The giver is fenced: from here a hand-over ends soon, one way or the other."""
    if move.known(transfer.taker).holder == transfer.taker:
        return INFORM
    if wanted != transfer.taker or _takes_too_long(move):
        return UNFENCE
    must = [each for each in move.of_transfer(transfer) if each.table in move.unit.fenced]
    if move.is_drained and not any(move.left(each) for each in must):
        return ADMIT
    return DRAIN


def _takes_too_long(move: Move) -> bool:
    since = move.told["held_since"]
    return bool(since) and time.time() - since > GIVEN_UP_AFTER
