"""The steps of a move; plan.py decides which is next. Each is idempotent, and the databases show
whether it is done, so a mover that replaces a killed one needs nothing else."""

import time
from collections.abc import Callable
from dataclasses import dataclass

from . import comparing, contracting, copying, expanding, places
from .authority import NOBODY, Holder, Side
from .moving import NOT_COMPARED, Move
from .standing import Transfer

IN_FLIGHT = 0.15  # seconds for requests under way to end; what makes it safe is the fence
QUIET_WITHIN = 3.0  # seconds for the giver's unfinished work to end, while requests are held back
FENCED_WITHIN = 2.0  # seconds for writers in flight to end, while requests are held back


class GaveUp(Exception):
    """The unit stays where it was. `make move` shows the reason."""


@dataclass(frozen=True)
class Step:
    name: str
    do: Callable[[Move, Transfer], None]


# ------------------------------------------------------------------ before the hand-over
def _expand(move: Move, _: Transfer) -> None:
    expanding.expand(move.unit, dict(move.sides))


def _copy(move: Move, _: Transfer) -> None:
    """Note a piece of each table; called again until none is left."""
    for direction in move.directions("forward"):
        copying.note_some(move.sides[direction.source], direction)


def _compare(move: Move, _: Transfer) -> None:
    """Compare all rows. Note again those that differ: followers repair them, and the next round
    compares once more."""
    move.told["differing"] = NOT_COMPARED
    move.follow_all(move.directions("forward"))
    different = 0
    for direction in move.directions("forward"):
        source, target = move.sides[direction.source], move.sides[direction.target]
        keys = comparing.differing(source, target, direction)
        copying.note(source, direction, keys)
        different += len(keys)
    move.told["differing"] = different


# ------------------------------------------------------------------ the hand-over
# --8<-- [start:hand_over]
def _hold(move: Move, transfer: Transfer) -> None:
    """Do as much work as possible, and then have the gateway hold new requests back."""
    move.hooks.rehearse(move, transfer)
    move.follow_all(move.of_transfer(transfer))
    move.is_drained = False
    move.show(NOBODY)
    time.sleep(IN_FLIGHT)


def _quiesce(move: Move, transfer: Transfer) -> None:
    """Settle the giver's unfinished work, again and again. Give up if some is left for too long."""
    move.hooks.quiesce(move, transfer)
    if not move.hooks.is_quiet(move, transfer) and move.is_held_for(QUIET_WITHIN):
        move.show(transfer.giver)
        raise GaveUp("something under way stays so")


def _fence(move: Move, transfer: Transfer) -> None:
    move.is_drained = False
    try:
        _give(move, transfer.giver, NOBODY, within=FENCED_WITHIN)
    except TimeoutError:
        move.look()
        _give_back(move, transfer)
        raise GaveUp("a write took too long") from None


def _give(move: Move, side: Side, holder: Holder, within: float = 10) -> None:
    """Write the holder in all places of this side, if none has changed since it was read."""
    places.flip(move.places(side), move.seen[side], holder, within=within)


def _drain(move: Move, transfer: Transfer) -> None:
    move.follow_all(move.of_transfer(transfer))
    move.is_drained = move.hooks.drain(move, transfer)


def _admit(move: Move, transfer: Transfer) -> None:
    """Raise the giver's epoch first, so that a mover that was frozen while it took the hand-over
    back can't do so any more. Then admit the taker's databases one by one: there is no return."""
    if places.outdate(move.places(transfer.giver), move.seen[transfer.giver]):
        taker, seen = move.places(transfer.taker), move.seen[transfer.taker]
        places.flip(taker, seen, transfer.taker, epoch=move.known(transfer.giver).epoch + 2)


def _inform(move: Move, transfer: Transfer) -> None:
    move.hooks.admitted(move, transfer.taker)
    _give(move, transfer.giver, transfer.taker)


def _release(move: Move, _: Transfer) -> None:
    move.look()
    if not move.has_begun():
        move.show("old")
    elif not move.underway():
        move.show(move.holder())


# --8<-- [end:hand_over]
# ------------------------------------------------------------------ and back
def _unfence(move: Move, transfer: Transfer) -> None:
    _give_back(move, transfer)
    raise GaveUp("the hand-over was taken back")


def _give_back(move: Move, transfer: Transfer) -> None:
    """Make the giver hold again. First raise the taker's epoch, so that no late mover admits it."""
    if not move.is_admitted(transfer.taker):
        if places.outdate(move.places(transfer.taker), move.seen[transfer.taker]):
            _give(move, transfer.giver, transfer.giver)
    _release(move, transfer)


def _take_back(move: Move, _: Transfer) -> None:
    expanding.take_back(move.unit, dict(move.sides), move.seen_in())
    move.told["differing"] = NOT_COMPARED


# ------------------------------------------------------------------ and never back
def _seal(move: Move, _: Transfer) -> None:
    contracting.seal(move.sides[move.unit.database], move.unit, move.seen["new"][0])


def _unfollow(move: Move, _: Transfer) -> None:
    contracting.unfollow(move.unit, dict(move.sides))


def _remove(move: Move, _: Transfer) -> None:
    contracting.remove(move.unit, dict(move.sides))


EXPAND, COPY, COMPARE = Step("expand", _expand), Step("copy", _copy), Step("compare", _compare)
HOLD, QUIESCE, FENCE = Step("hold", _hold), Step("quiesce", _quiesce), Step("fence", _fence)
DRAIN = Step("drain", _drain)
ADMIT, INFORM, RELEASE = Step("admit", _admit), Step("inform", _inform), Step("release", _release)
UNFENCE, TAKE_BACK = Step("unfence", _unfence), Step("take back", _take_back)
SEAL, UNFOLLOW, REMOVE = Step("seal", _seal), Step("unfollow", _unfollow), Step("remove", _remove)
HAND_OVER = (HOLD, FENCE, DRAIN, ADMIT, INFORM, RELEASE)  # of every unit
