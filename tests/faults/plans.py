"""What can be done to a shop: a list of rounds for each."""

from functools import partial
from importlib import import_module

from tests.drivers.stage import ROOT

from . import kills, patience, points, troubles
from .code import Source
from .load import Market
from .runs import Plan


def plan(what, stage, count, seed):
    """count: how many times a part is killed; the other plans have their own number of rounds."""
    return PLANS[what](stage, count, seed)


def points_of(stage):
    """The named points of the stage and of the payment sandbox."""
    source = import_module(f"tests.drivers.stage{stage}").SOURCE
    return [*Source(source).points(), *Source(ROOT / "shared" / "payment_sandbox").points()]


def _kills(part, _stage, count, seed):
    seeds = [f"{seed} {part} {number}" for number in range(count)]
    return Plan([partial(_kill, part, each) for each in seeds], prepare=Market)


def _kill(part, seed, market):
    return kills.kill(part, market, seed)


def _points(stage, _count, _seed):
    found = points_of(stage)
    points.check_acts(found)
    return Plan([partial(points.die_at, point) for point in found])


def _troubles(rounds, env, _stage, _count, _seed):
    return Plan([partial(troubles.suffer, trouble) for trouble in rounds], env=env)


IMPATIENT = {"PAYMENT_PATIENCE": str(patience.PATIENCE)}
PLANS = {
    "shop": partial(_kills, "shop"),
    "sandbox": partial(_kills, "sandbox"),
    "points": _points,
    "provider": partial(_troubles, troubles.TROUBLES, {}),
    "patience": partial(_troubles, patience.IMPATIENT, IMPATIENT),
}
