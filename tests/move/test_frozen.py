"""A mover that is frozen between its plan and its step does no harm when it wakes up.

The session of the frozen mover was ended, so another one has taken its place.
"""

import contextlib

import psycopg
import pytest

from move import authority, expanding, mover, plan, steps
from move import places as places_of
from move.authority import Changed
from move.steps import GaveUp

from .walking import Died

UNITS = {"catalog": False, "checkout": False, "accounts": True}  # {unit: only in a long run}
pytestmark = pytest.mark.parametrize("unit", UNITS.items(), ids=list(UNITS), indirect=True)

FORWARD = "expand copy compare hold fence drain admit inform release".split()
BACK = FORWARD[3:]
PLANNED = [*(("new", step) for step in FORWARD), *(("ready", step) for step in BACK)]
SHORT = [(step, "taken back and moved") for step in ("fence", "admit", "inform")]
MEANWHILE = {
    "to and fro": ["new", "ready", "new", "ready"],
    "there, back, there": ["new", "ready", "new"],
    "taken back": ["stay"],
    "taken back and begun again": ["stay", "ready"],
    "taken back and moved": ["stay", "new"],
}


class Frozen:
    """A mover that has taken all steps before that one, and planned it."""

    def __init__(self, shop, goal, step):
        self._mover = mover.Mover()
        [self._move] = [each for each in self._mover._moves if each.unit == shop.unit]
        while True:
            self._step, self._transfer = plan.next_step(self._move, goal)
            if self._step.name == step:
                return
            self._step.do(self._move, self._transfer)

    def wake(self):
        with contextlib.suppress(Changed, GaveUp):
            self._step.do(self._move, self._transfer)
        self._mover.close()


@pytest.fixture(autouse=True)
def often(request):
    """Skip tests of a long run before their fixtures are set up."""
    asked = request.node.callspec.params
    if "others" in asked and (asked["step"], asked["others"]) not in SHORT:
        request.getfixturevalue("long")


@pytest.mark.parametrize("others", MEANWHILE)
@pytest.mark.parametrize(("goal", "step"), PLANNED)
def test_it_changes_nothing(shop, goal, step, others):
    if goal == "ready":
        shop.move("new")
    frozen = Frozen(shop, goal, step)
    for each in MEANWHILE[others]:
        shop.move(each)
    last = MEANWHILE[others][-1]
    before = shop.holders()
    frozen.wake()
    assert shop.holders() in (before, []), "another one holds now"
    shop.move(last)  # the living mover finishes whatever was begun
    side = "new" if last == "new" else "old"
    assert shop.holders() == [side] and shop.shown() == side
    assert last == "stay" or shop.sees()


@pytest.mark.parametrize("goal", ["new", "ready"])
def test_a_move_that_is_taken_back_late_empties_nothing(shop, goal):
    shop.move("ready")
    frozen = Frozen(shop, "stay", "take back")
    shop.move("new")
    shop.move(goal)
    frozen.wake()
    assert shop.sees() and shop.holders() == ["new" if goal == "new" else "old"]
    assert all(authority.state(shop.sides.open[name], shop.unit.name) for _, name in places(shop))


def places(shop):
    return shop.unit.databases()


@pytest.mark.parametrize("number", range(5))
def test_also_in_the_middle_of_taking_it_back(shop, monkeypatch, number):
    """It freezes before one of its transactions, and another one expands, copies, and hands
    over."""
    shop.move("ready")
    frozen = Frozen(shop, "stay", "take back")
    meanwhile(monkeypatch, "as_seen", number, lambda: shop.move("new"))
    frozen.wake()
    assert shop.holders() == ["new"] and shop.sees()
    shop.move("ready")
    assert shop.holders() == ["old"] and shop.sees()


def meanwhile(monkeypatch, name, number, work):
    """Call work() right before that call of a function of authority. Nested calls don't count."""
    function, calls = getattr(authority, name), iter([*range(number), "now"])

    def called(*given, **more):
        if next(calls, None) == "now":
            with monkeypatch.context() as patch:
                patch.setattr(authority, name, function)
                work()
        return function(*given, **more)

    monkeypatch.setattr(authority, name, called)


def check_admit(shop, monkeypatch):
    """While a mover admits the taker, between its two changes, another one takes it back."""
    frozen = Frozen(shop, "new", "admit")
    meanwhile(monkeypatch, "flip", 1, lambda: shop.move("ready"))
    frozen.wake()
    assert shop.holders() == ["old"]


def check_unfence(shop, monkeypatch):
    """While a mover takes a hand-over back, between its changes, another one admits the taker."""
    with pytest.raises(Died):
        shop.move("new", die_after="drain")
    frozen = Frozen(shop, "ready", "unfence")
    others = len(shop.unit.new)  # changes of the taker's databases come first
    meanwhile(monkeypatch, "flip", others, lambda: dies(shop, "admit"))
    frozen.wake()
    assert shop.holders() == ["new"]


def dies(shop, step):
    with pytest.raises(Died):
        shop.move("new", die_after=step)


def check_plan(shop, monkeypatch):
    """A mover has planned to admit the taker, and another one has taken the hand-over back."""
    frozen = Frozen(shop, "new", "admit")
    shop.move("ready")
    frozen.wake()
    assert shop.holders() == ["old"]


def check_epochs(shop, monkeypatch):
    """The same, but since then the whole move was begun anew and has reached the same states."""
    frozen = Frozen(shop, "new", "admit")
    shop.move("stay")
    dies(shop, "fence")
    frozen.wake()
    assert shop.holders() == []


def check_taken_back(shop, monkeypatch):
    shop.move("ready")
    frozen = Frozen(shop, "stay", "take back")
    shop.move("new")
    frozen.wake()
    assert shop.holders() == ["new"] and shop.sees()


CHECKS = [check_admit, check_unfence, check_plan, check_epochs, check_taken_back]


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.__name__[6:])
def test_never_do_both_hold(shop, monkeypatch, check):
    check(shop, monkeypatch)


# ---------------------------------------------------------------- movers that lack something


def that_reads_again(patch):
    """Require the state right before a change, and not the one on which the plan was based."""
    flip, outdate = places_of.flip, places_of.outdate

    def again(work):
        return lambda places, _, *more, **named: work(places, states(places), *more, **named)

    patch.setattr(places_of, "flip", again(flip))
    patch.setattr(places_of, "outdate", again(outdate))


def states(places):
    return [place.state() for place in places]


def that_leaves_the_giver_as_it_is(patch):
    def admit(move, transfer):
        taker, seen = move.places(transfer.taker), move.seen[transfer.taker]
        places_of.flip(taker, seen, transfer.taker)

    patch.setattr(steps, "ADMIT", steps.Step("admit", admit))
    patch.setattr(plan, "ADMIT", steps.ADMIT)


def that_counts_anew(patch):
    patch.setattr(authority, "ENDED", "DELETE FROM move_state WHERE unit = %s")


def that_does_not_look_before_it_empties(patch):
    patch.setattr(expanding, "_renewed", lambda unit, _, database, __: None)
    patch.setattr(authority, "as_seen", lambda database, *_: database.transaction())


MUTANTS = [
    (that_reads_again, check_plan),
    (that_leaves_the_giver_as_it_is, check_unfence),
    (that_counts_anew, check_epochs),
    (that_does_not_look_before_it_empties, check_taken_back),
]


@pytest.mark.parametrize(("mutant", "check"), MUTANTS, ids=lambda each: each.__name__)
def test_a_mover_that_lacks_something_is_caught(shop, monkeypatch, mutant, check):
    mutant(monkeypatch)
    with pytest.raises((AssertionError, psycopg.DatabaseError)):  # by a check, or by the fence
        check(shop, monkeypatch)


def test_an_epoch_is_never_used_twice(shop):
    """Not even in a move that begins after another one was taken back."""
    used = {name: set() for _, name in places(shop)}

    def note():
        for _, name in places(shop):
            state = authority.state(shop.sides.open[name], shop.unit.name)
            assert state not in used[name]
            used[name].add(state)

    for _ in range(2):
        for goal in ("ready", "new"):
            shop.move(goal)
            note()
        shop.move("stay")
