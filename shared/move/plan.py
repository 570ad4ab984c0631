"""Decides which step is next, from a unit's current state and its goal."""

from . import contracting, expanding
from .authority import NOBODY, Side
from .journal import Goal
from .moving import Move
from .standing import BACK, FORWARD, Transfer
from .steps import (
    ADMIT,
    COMPARE,
    COPY,
    DRAIN,
    EXPAND,
    FENCE,
    HOLD,
    INFORM,
    QUIESCE,
    RELEASE,
    REMOVE,
    SEAL,
    TAKE_BACK,
    UNFENCE,
    UNFOLLOW,
    Step,
)

GIVEN_UP_AFTER = 4.0  # seconds: a hand-over that takes longer is taken back and retried


def next_step(move: Move, goal: Goal) -> tuple[Step, Transfer] | None:
    """Read the state and return the next step; None once the goal is reached."""
    move.look()
    if not move.has_begun():
        return _outside(move, goal)
    sealed = move.is_sealed()
    wanted: Side = "new" if sealed or goal in ("new", "alone") else "old"
    transfer = move.underway()
    if transfer:
        return _onwards(move, transfer, wanted), transfer
    if sealed:
        return _contracted(move)
    if not expanding.is_expanded(move.unit, dict(move.sides)) or not _is_equal(move):
        if move.holder() == "old" and goal != "stay":
            return _prepared(move), FORWARD
    if move.holder() != wanted:
        transfer = FORWARD if wanted == "new" else BACK
        return _begun_to_move(move, transfer), transfer
    if move.shown != wanted:
        return RELEASE, FORWARD
    if goal == "alone" and contracting.may_go(move.unit, dict(move.sides)):
        return SEAL, FORWARD
    return (TAKE_BACK, BACK) if goal == "stay" else None


def _outside(move: Move, goal: Goal) -> tuple[Step, Transfer] | None:
    """The next step before a move begins, after it was taken back, or halfway through either."""
    if goal != "stay":
        return EXPAND, FORWARD
    if any(state for states in move.seen.values() for state in states):
        return TAKE_BACK, BACK
    return (RELEASE, BACK) if move.shown != "old" else None


def _contracted(move: Move) -> tuple[Step, Transfer] | None:
    """The next step of a sealed unit, whatever its goal."""
    sides = dict(move.sides)
    if move.shown != "new":
        return RELEASE, FORWARD
    if contracting.is_followed(move.unit, sides):
        return UNFOLLOW, FORWARD
    return (REMOVE, FORWARD) if contracting.has_old_tables(move.unit, sides) else None


def _prepared(move: Move) -> Step:
    if not expanding.is_expanded(move.unit, dict(move.sides)):
        return EXPAND
    return COMPARE if move.is_copied() else COPY


def _is_equal(move: Move) -> bool:
    return move.is_copied() and move.told["differing"] == 0


def _begun_to_move(move: Move, transfer: Transfer) -> Step:
    if move.shown != NOBODY:
        return HOLD
    return FENCE if move.hooks.is_quiet(move, transfer) else QUIESCE


def _onwards(move: Move, transfer: Transfer, wanted: Side) -> Step:
    """The next step of a hand-over once the giver is fenced: it ends soon, on either side."""
    if move.known(transfer.taker).holder == transfer.taker:
        return INFORM
    if move.is_admitted(transfer.taker):
        return ADMIT
    if wanted != transfer.taker or move.is_held_for(GIVEN_UP_AFTER):
        return UNFENCE
    if not move.is_fenced(transfer.giver):
        return FENCE
    if not move.hooks.is_quiet(move, transfer):
        return UNFENCE
    followed, fenced = move.of_transfer(transfer), move.unit.fenced_in
    must = [each for each in followed if each.table in fenced(each.source)]
    if move.is_drained and not any(move.left(each) for each in must):
        return ADMIT
    return DRAIN
