"""The same scripts at several shops, side by side: the first difference, or None."""

import time
from concurrent.futures import ThreadPoolExecutor

from tests.contract.steps import HEALED

from .play import Play, new_name

EVENTUALLY_SECONDS = 35  # what the contract allows for lists and notifications, and some air
PAUSE_SECONDS = 0.3


class Difference(AssertionError):
    """Two shops were asked the same and answered differently."""

    def __init__(self, script, where, answers):
        self.script, self.where, self.answers = script, where, answers
        told = [f"{name}: {answer}" for name, answer in answers.items()]
        super().__init__("\n".join(["They differ at", f"  {where}", *told, "", as_text(script)]))


def as_text(script):
    steps = [f"  {' '.join(map(repr, step))}" for step in script["first"]]
    return "\n".join(
        [*steps, "  (settled)", *(f"  {' '.join(map(repr, s))}" for s in script["then"])]
    )


def check(shops, scripts):
    """shops: {name: (shop, staff)}. Settles once for all scripts together."""
    names = [new_name() for _ in scripts]
    with ThreadPoolExecutor(len(shops)) as side_by_side:
        played = dict(
            zip(
                shops,
                side_by_side.map(lambda it: _played(*it, scripts, names), shops.values()),
                strict=True,
            )
        )
    for number, script in enumerate(scripts):
        plays = {shop: each[number] for shop, each in played.items()}
        _check_answers(script, plays)
        _check_seen(script, plays)


def _played(shop, staff, scripts, names):
    plays = [Play(shop, staff, name) for name in names]
    for play, script in zip(plays, scripts, strict=True):
        play.do(script["first"])
    _settle(plays)
    for play, script in zip(plays, scripts, strict=True):
        play.do(script["then"], open_orders=True)
    _settle(plays)
    return plays


def _settle(plays):
    deadline = time.monotonic() + HEALED
    while any(play.open_orders() for play in plays):
        assert time.monotonic() < deadline, "orders stay open"
        time.sleep(PAUSE_SECONDS)


def _check_answers(script, plays):
    answers = {name: play.answers for name, play in plays.items()}
    for each in zip(*answers.values(), strict=True):
        if any(other != each[0] for other in each):
            raise Difference(
                script, each[0][0], dict(zip(plays, (told for _, told in each), strict=True))
            )


def _check_seen(script, plays):
    """Until all see the same, or until the contract's patience is over."""
    deadline = time.monotonic() + EVENTUALLY_SECONDS
    while difference := _difference(script, {name: play.seen() for name, play in plays.items()}):
        if time.monotonic() > deadline:
            raise difference
        time.sleep(PAUSE_SECONDS)


def _difference(script, seen):
    for each in zip(*seen.values(), strict=True):
        if any(other != each[0] for other in each):
            return Difference(
                script, each[0][0], dict(zip(seen, (told for _, told in each), strict=True))
            )
    return None
