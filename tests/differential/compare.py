"""The same scripts at several shops, side by side: the first difference."""

import time
from concurrent.futures import ThreadPoolExecutor
from itertools import repeat

from .play import Play
from .scripts import words_of
from .seen import seen

EVENTUALLY_SECONDS = 35  # what the contract allows for lists and notifications, and some air
PAUSE_SECONDS = 0.5
AT_ONCE = 3  # scripts of a batch, at each shop


class Difference(AssertionError):
    """Two shops were asked the same and answered differently."""

    def __init__(self, script, where, answers):
        """where: the step, or what was looked at in the end. answers: {shop: as it was told}"""
        self.script, self.where, self.answers = script, where, answers
        told = [f"  {name}: {answer}" for name, answer in answers.items()]
        lines = ["They differ at", f"  {_line(where)}", *told, "", as_text(script)]
        super().__init__("\n".join(lines))


def as_text(script):
    first, then = (list(map(_line, script[part])) for part in ("first", "then"))
    searches = [f"search {query}" for query in script.get("search", [])]
    return "\n".join(f"  {line}" for line in [*first, "(all is settled)", *then, *searches])


def _line(step):
    if isinstance(step, str):
        return step
    return " ".join([step[0], *(repr(word) for word in step[1:])])


def check(shops, scripts, names, patience=None):
    """shops: {name: (shop, staff)}. names: one for each script. Settles once for all scripts."""
    with ThreadPoolExecutor(len(shops)) as side_by_side:
        at_each = side_by_side.map(lambda it: _played(*it, scripts, names), shops.values())
        played = dict(zip(shops, at_each, strict=True))
    plays = [dict(zip(played, each, strict=True)) for each in zip(*played.values(), strict=True)]
    for script, of_script in zip(scripts, plays, strict=True):
        answers = {shop: play.answers for shop, play in of_script.items()}
        _raise(_first_difference(script, answers))
    with ThreadPoolExecutor(AT_ONCE) as several:
        deadline = time.monotonic() + (patience or EVENTUALLY_SECONDS)
        list(several.map(_check_seen, scripts, plays, repeat(deadline)))


def _played(shop, staff, scripts, names):
    def opened(script, name):
        play = Play(shop, staff, name, words_of(script))
        play.do(script["first"])
        return play

    def finished(script, play):
        play.settle()
        play.is_settled = True
        play.do(script["then"])
        play.settle()

    with ThreadPoolExecutor(AT_ONCE) as several:
        plays = list(several.map(_blamed(shop, opened), scripts, names))
        list(several.map(_blamed(shop, finished), scripts, plays))
    return plays


def _blamed(shop, act):
    """act, but an error that no shop may cause, or of the tests themselves, names the script."""

    def done(script, *more):
        try:
            return act(script, *more)
        except Exception as error:
            raise Difference(script, "what must work everywhere", {shop.url: error}) from error

    return done


def _check_seen(script, plays, deadline):
    """Until all see the same, or until the contract's patience is over."""
    while True:
        looks = {name: seen(play, script.get("search", [])) for name, play in plays.items()}
        difference = _first_difference(script, looks)
        if difference is None:
            return
        if time.monotonic() > deadline:
            raise difference
        time.sleep(PAUSE_SECONDS)


def _raise(difference):
    if difference is not None:
        raise difference


def _first_difference(script, told):
    """told: {shop: [[where, as it was told], …]}"""
    for each in zip(*told.values(), strict=True):
        if any(other != each[0] for other in each):
            return Difference(
                script, each[0][0], {n: e[1] for n, e in zip(told, each, strict=True)}
            )
    return None
