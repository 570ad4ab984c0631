"""A mover that works in this process, step by step, and may die after any of them."""

from move import authority, config, journal, mover, plan, rows

from . import made


class Died(BaseException):
    pass


class Shop:
    """Who looks at a move from outside."""

    def __init__(self, sides, unit):
        self.sides, self.unit, self.taken = sides, unit, []

    def move(self, goal, die_after=None):
        """A mover works until the goal is reached, or dies after that step."""
        journal.want(config.config().data, {"goals": {self.unit.name: goal}, "paused": False})
        works = mover.Mover()
        try:
            assert works.is_alone()
            for _ in range(200):
                step = self.next(works, goal)
                if not works.round() and step is None:
                    return
                self.taken.append(step)
                assert self.holders() in (["old"], ["new"], [])
                if step == die_after:
                    raise Died
        finally:
            works.close()
        raise AssertionError(f"no end: {self.taken[-20:]}")

    def next(self, works, goal):
        [move] = [each for each in works._moves if each.unit == self.unit]
        found = plan.next_step(move, goal)
        return found and found[0].name

    def holders(self):
        """Who may write at this moment: never two."""
        found = []
        for side, name in self.unit.databases():
            state = authority.state(self.sides.open[name], self.unit.name)
            if state is None and side == "old" or state and state.holder == side:
                found.append(side)
        return found

    def shown(self):
        return journal.Holders(config.config().data).of(self.unit.name)

    def sees(self):
        [direction] = [each for each in forward_rows(self.unit) if each.whole]
        old = made.rows(self.sides.open[direction.source], direction.table)
        new = made.rows(self.sides.open[direction.target], direction.into, *ONLY_NEW)
        return old == new


ONLY_NEW = ("available", "stock_version", "sold")


def forward_rows(unit):
    return [each for each in rows.of(unit.name) if each.way == "forward"]


def in_order(taken):
    """Each step once, though some are made in pieces."""
    return [step for n, step in enumerate(taken) if n == 0 or step != taken[n - 1]]
