"""A part dies at each point of one feature in its turn, again and again."""

from functools import partial
from itertools import cycle

from . import points, together
from .acts_of_clicks import sending_events, sending_events_as_a_person
from .acts_of_goods import importing_goods
from .runs import Plan

ACTS = {
    "imports": {importing_goods},
    "clicks": {sending_events, sending_events_as_a_person},
}
HOW = ("raise", "exit")


def plan(what, found, stage, count, _seed):
    """found: which points a stage has. Rounds until `count` kills; one of stage 3's has several."""
    acts = points.acts_of(stage)
    mine = [point for point in found(stage) if acts[point.rpartition(":")[0]] in ACTS[what]]
    rounds, kills = [], 0
    for several, one in cycle(_turns(mine) if stage == "3" else _alone(mine)):
        rounds.append(one)
        kills += several
        if kills >= count:
            return Plan(rounds)
    raise AssertionError(f"stage {stage} has no point of {what}")


def _alone(mine):
    return [(1, partial(points.die_at, point)) for point in mine]


def _turns(mine):
    """[(how many are broken off, the round)]: those after the response are, all at once."""
    first = [point for point in mine if not together.is_after_the_answer(point)]
    turns = []
    for how in HOW:
        turns += [(1, partial(points.break_off_at, point, how)) for point in first]
        turns += [
            (len(group), partial(together.break_off_together, group, how))
            for group in together.groups(mine)
        ]
    return turns
