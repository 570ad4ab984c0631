"""The plans: a list of rounds for each kind of fault."""

from dataclasses import replace
from functools import partial
from importlib import import_module

from local import parts
from tests.drivers.stage import ROOT

from . import (
    elsewhere,
    features,
    functions,
    kills,
    one_shard,
    patience,
    points,
    resharding,
    restarted,
    roles,
    together,
    troubles,
    twice,
)
from .code import Source
from .load import Market
from .office import Office
from .points_of_services import points_of_services
from .queue_lost import QUEUE
from .runs import Plan


def plan(what, stage, count, seed):
    """The plan. count: number of kills; the other plans have a fixed number of rounds."""
    return plans_of(stage)[what](stage, count, seed)


def plans_of(stage):
    """{what: its plan}. A variant may have more parts than its stage, and plans for them."""
    more = {}
    if stage == "1" and set(kinds_of("1")) - OF_STAGE_1:
        more["parts"] = _kills_of_all
    if stage == "2" and "resharder" in kinds_of("2"):
        more |= {"resharding": resharding.plan, "one-shard": one_shard.plan}
    return PLANS[stage] | more


def points_of(stage):
    """The named points of the stage and of the payment sandbox."""
    source = import_module(f"tests.drivers.stage{stage}").SOURCE
    own = points_of_services(source) if stage == "2" else Source(source).points()
    return [*own, *Source(ROOT / "shared" / "payment_sandbox").points()]


def kinds_of(stage):
    """The parts that can be killed."""
    source = import_module(f"tests.drivers.stage{stage}").SOURCE
    there = [name for name, part in parts.read(source)["parts"].items() if "only_with" not in part]
    return [*there, *[QUEUE] * ("redis" in there)]


def _kills(part, _stage, count, seed):
    seeds = [f"{seed} {part} {number}" for number in range(count)]
    return Plan([partial(_kill, part, each) for each in seeds], prepare=Market)


def _kills_of_all(stage, count, seed):
    """Kills of each part in turn, `count` in all."""
    kinds = kinds_of(stage)
    turns = [(kinds[number % len(kinds)], f"{seed} {number}") for number in range(count)]
    return Plan([partial(_kill, part, each) for part, each in turns], prepare=Market)


def _kill(part, seed, market):
    return kills.kill(part, market, seed)


def _points(stage, _count, _seed):
    found = points_of(stage)
    points.check_acts(found, points.acts_of(stage))
    return Plan([partial(points.die_at, point) for point in found])


def _breaks(_stage, _count, _seed):
    """Each point once with an exception and once with a dead host; some also with a function that
    hangs until its time-out."""
    points.check_acts(points_of("3"), points.acts_of("3"))
    found = [point for point in points_of("3") if not point.startswith("sandbox.")]
    first = [point for point in found if not together.is_after_the_answer(point)]
    turns = [(point, act) for point in first for act in acts_at(point)]
    alone = [partial(points.break_off_at, point, act) for point, act in turns]
    groups = together.groups(found)
    many = [partial(together.break_off_together, each, how) for how in HOW for each in groups]
    return Plan([*alone, *many])


def acts_at(point):
    if point.startswith("database."):
        return ["conflict"] * 3
    return [*HOW, *["hang"] * (point in HANGING)]


def _under_load(harm, _stage, count, seed):
    rounds = [partial(_harm, harm, f"{seed} {number}") for number in range(count)]
    return Plan(rounds, prepare=Market)


def _harm(harm, seed, market):
    found = kills.under_load(harm, market, seed)
    return replace(found, moment=f"{harm.__name__.replace('_', ' ')} {found.moment}")


def _troubles(rounds, env, _stage, _count, _seed):
    return Plan([partial(troubles.suffer, trouble) for trouble in rounds], env=env)


def _restarted(stage, _count, _seed):
    source = import_module(f"tests.drivers.stage{stage}").SOURCE
    some = ["shop", "sandbox"] if stage == "1" else [*parts.read(source)["parts"]]
    acts = restarted.acts(stage, some)
    return Plan([partial(restarted.restart, name, act) for name, act in acts.items()])


def _people(of, prepare, stage, count, seed):
    return Plan(of(stage, count, seed), prepare=prepare)


def _twice(_stage, _count, _seed):
    acts = [partial(twice.do, act) for act in twice.ACTS]
    return Plan([*acts, twice.trade], env=twice.ENV)


OF_STAGE_1 = {"shop", "sandbox"}
HOW = features.HOW
HANGING = ("place_order:before-commit", "cancel_order:after-commit")

IMPATIENT = {"PAYMENT_PATIENCE": str(patience.PATIENCE)}
OF_ALL = {
    "elsewhere": partial(_people, elsewhere.rounds, elsewhere.Crowd),
    "roles": partial(_people, roles.rounds, Office),
    **{what: partial(features.plan, what, points_of) for what in features.ACTS},
}
OF_BOTH = {
    "points": _points,
    "provider": partial(_troubles, troubles.TROUBLES, {}),
    "patience": partial(_troubles, patience.IMPATIENT, IMPATIENT),
    "restarted": _restarted,
    **OF_ALL,
}
PLANS = {
    "1": {"shop": partial(_kills, "shop"), "sandbox": partial(_kills, "sandbox"), **OF_BOTH},
    "2": {"parts": _kills_of_all, **OF_BOTH, "twice": _twice},
    "3": {
        "breaks": _breaks,
        "hosts": partial(_under_load, functions.kill_hosts),
        "again": partial(_under_load, functions.tell_again),
        "restart": partial(_under_load, functions.restart),
        "sandbox": partial(_kills, "sandbox"),
        "provider": OF_BOTH["provider"],
        "patience": OF_BOTH["patience"],
        "restarted": _restarted,
        **OF_ALL,
    },
}
COUNTED = (
    "shop",
    "sandbox",
    "parts",
    "hosts",
    "again",
    "restart",
    "elsewhere",
    "roles",
    "resharding",
)  # those that take a number of kills
