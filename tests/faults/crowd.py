"""People who each do one thing over and over, while a part of the shop is killed and comes back."""

import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from operator import methodcaller
from random import Random
from threading import Event

from tests.contract.steps import HEALED, eventually

SECONDS_BEFORE = 1.0  # at most, between the first act and the kill
HOW = ("raise", "exit")  # how a function dies at a point
WHEN = ("before-commit", "after-commit")


@dataclass
class Round:
    moment: str
    acts: int
    orders: int
    to_rest: float  # seconds from the kill until all parts were ready

    def __str__(self):
        return f"{self.moment}, {self.acts} acts; at rest after {self.to_rest:.1f} s; kept"


def under_acts(site, harm, named, people, seed):
    """Harm the site during the acts, wait until it is at rest, and check what each person saw.

    people: each has act(rng), which retries until it is answered, and check(). seed: repeats
    this round's random choices.
    """
    chance = Random(f"{seed} moment")
    harmed, counts = Event(), [0] * len(people)

    def keep_on(number):
        rng, is_last = Random(f"{seed} person {number}"), False
        while not is_last:  # it begins after the harm
            is_last = harmed.is_set()
            people[number].act(rng)
            counts[number] += 1

    with ThreadPoolExecutor(len(people)) as threads:
        working = [threads.submit(keep_on, number) for number in range(len(people))]
        try:
            eventually(lambda: _check_begun(counts, working), HEALED, 0.01)
            time.sleep(chance.uniform(0, SECONDS_BEFORE))
            begun = time.monotonic()
            harm(site)
        finally:
            harmed.set()
    for work in working:
        work.result()
    site.wait_for_rest()
    to_rest, orders = time.monotonic() - begun, len(site.check_books())
    with ThreadPoolExecutor(len(people)) as threads:
        list(threads.map(lambda person: person.check(), people))
    return Round(named, sum(counts), orders, to_rest)


def deaths(stage, part, points):
    """[(name, harm)]: the part dies at each point as soon as an act reaches it."""
    ways = HOW if stage == "3" else ("die",)
    return [
        (f"{part}, {how} at {point}", partial(_die_at, part, point, how))
        for how in ways
        for point in points
    ]


def killed(parts):
    """[(name, harm)]"""
    return [(f"{part} killed", methodcaller("kill", part)) for part in parts]


def at_commits(names):
    """The crash points of these transactions."""
    return [f"{name}:{when}" for name in names for when in WHEN]


def _die_at(part, point, how, site):
    if site.number != "3":
        site.let_live(part)
    site.act = how
    order = site.crash_at(part, point)
    eventually(lambda: _check_reached(order, point), HEALED, 0.02)


def _check_reached(order, point):
    assert not order.exists(), f"{point} was never reached"


def _check_begun(counts, working):
    assert any(counts) or any(work.done() for work in working), "nobody has done anything"
