"""A mover in the test's process that works step by step, and may die after any of them."""

import pytest

from move import comparing, config, journal, mover, places, plan, rows, units


class Died(BaseException):
    pass


class Shop:
    """A unit's move, with what is visible from outside."""

    rounds = 600  # of a mover, at most

    def __init__(self, sides, unit):
        self.sides, self.unit, self.taken = sides, unit, []

    def move(self, goal, die_after=None, others=None):
        """Run a mover until the goal is reached, or until it dies after that step."""
        goals = {**(others or {}), self.unit.name: goal}
        journal.want(config.config().data, {"goals": goals, "paused": False})
        works = mover.Mover()
        try:
            assert works.is_alone()
            for _ in range(self.rounds):
                step = self.next(works, goal)
                if not works.round() and step is None:
                    return
                self.taken += [step] if step else []
                assert self.holders() in (["old"], ["new"], [])
                if step and step == die_after:
                    raise Died
        finally:
            works.close()
        raise AssertionError(f"no end: {self.taken[-20:]}")

    def next(self, works, goal):
        [move] = [each for each in works._moves if each.unit == self.unit]
        found = plan.next_step(move, works._possible(move, goal))
        return found and found[0].name

    def holders(self):
        """The sides that may write at this moment: never two."""
        found = []
        for side in ("old", "new"):
            states = [each.state() for each in places.of(self.unit, side, self.sides.open)]
            unmoved = side == "old" and states == [None]
            if unmoved or any(state and state.holder == side for state in states):
                found.append(side)
        return found

    def shown(self):
        return journal.Holders(config.config().data).of(self.unit.name)

    def sees(self):
        """Whether both sides are equal."""
        return not any(
            comparing.differing(
                self.sides.open[direction.source], self.sides.open[direction.target], direction
            )
            for direction in forward_rows(self.unit)
            if direction.whole
        )


def forward_rows(unit):
    return [each for each in rows.of(unit.name) if each.way == "forward"]


def in_order(taken):
    """The steps in order, each once, though some are taken in pieces."""
    return [step for n, step in enumerate(taken) if n == 0 or step != taken[n - 1]]


def with_a_unit(names, cases):
    """Run the test for each case and each unit. In `make test`, one unit for each case, in turn."""
    found = [
        pytest.param((unit, number % len(units.NAMES) != n), *case, id="-".join((unit, *case)))
        for number, case in enumerate(cases)
        for n, unit in enumerate(units.NAMES)
    ]
    return pytest.mark.parametrize(("unit", *names), found, indirect=["unit"])
