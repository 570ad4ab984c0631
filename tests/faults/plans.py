"""What can be done to a shop: a list of rounds for each."""

from functools import partial
from importlib import import_module

from local import parts
from tests.drivers.stage import ROOT

from . import kills, patience, points, troubles, twice
from .code import Source
from .load import Market
from .points_of_services import points_of_services
from .queue_lost import QUEUE
from .runs import Plan


def plan(what, stage, count, seed):
    """count: how many times a part is killed; the other plans have their own number of rounds."""
    return PLANS[stage][what](stage, count, seed)


def points_of(stage):
    """The named points of the stage and of the payment sandbox."""
    source = import_module(f"tests.drivers.stage{stage}").SOURCE
    own = Source(source).points() if stage == "1" else points_of_services(source)
    return [*own, *Source(ROOT / "shared" / "payment_sandbox").points()]


def kinds_of(stage):
    """All that can be killed."""
    source = import_module(f"tests.drivers.stage{stage}").SOURCE
    return [*parts.read(source)["parts"], QUEUE]


def _kills(part, _stage, count, seed):
    seeds = [f"{seed} {part} {number}" for number in range(count)]
    return Plan([partial(_kill, part, each) for each in seeds], prepare=Market)


def _kills_of_all(stage, count, seed):
    """Each in its turn, until it is enough."""
    kinds = kinds_of(stage)
    turns = [(kinds[number % len(kinds)], f"{seed} {number}") for number in range(count)]
    return Plan([partial(_kill, part, each) for part, each in turns], prepare=Market)


def _kill(part, seed, market):
    return kills.kill(part, market, seed)


def _points(stage, _count, _seed):
    found = points_of(stage)
    points.check_acts(found, points.acts_of(stage))
    return Plan([partial(points.die_at, point) for point in found])


def _troubles(rounds, env, _stage, _count, _seed):
    return Plan([partial(troubles.suffer, trouble) for trouble in rounds], env=env)


def _twice(_stage, _count, _seed):
    acts = [partial(twice.do, act) for act in twice.ACTS]
    return Plan([*acts, twice.trade], env=twice.ENV)


IMPATIENT = {"PAYMENT_PATIENCE": str(patience.PATIENCE)}
OF_BOTH = {
    "points": _points,
    "provider": partial(_troubles, troubles.TROUBLES, {}),
    "patience": partial(_troubles, patience.IMPATIENT, IMPATIENT),
}
PLANS = {
    "1": {"shop": partial(_kills, "shop"), "sandbox": partial(_kills, "sandbox"), **OF_BOTH},
    "2": {"parts": _kills_of_all, **OF_BOTH, "twice": _twice},
}
COUNTED = ("shop", "sandbox", "parts")  # those that take a number of kills
