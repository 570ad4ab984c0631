"""One round: a part dies at a named point, comes back, and what was asked for is done once."""

import time
from dataclasses import dataclass

from tests.contract.steps import HEALED, eventually

from . import (  # noqa: F401
    acts_of_accounts,
    acts_of_carts,
    acts_of_goods,
    acts_of_orders,
    acts_of_sign_ins,
)
from .acts import ACTS


@dataclass
class Round:
    point: str
    act: str
    orders: int
    to_rest: float  # seconds from asking until the part was back and no order open

    def __str__(self):
        return f"{self.point}, {self.act}; at rest after {self.to_rest:.1f} s; books ok"


def check_acts(points):
    """Each point has an act, and each act its point."""
    names = {point.rpartition(":")[0] for point in points}
    assert names == set(ACTS), f"no act for {names - set(ACTS)}; no code for {set(ACTS) - names}"


def die_at(point, site):
    name, _, when = point.rpartition(":")
    act = ACTS[name](site, committed=when.startswith("after"))
    part = next(act)
    if part in site.parts:
        site.let_live(part)
    deaths = site.deaths(part)
    order, begun = site.crash_at(part, point), time.monotonic()
    next(act)
    eventually(lambda: _check_reached(order, point), HEALED, 0.02)
    if part in site.parts:
        eventually(lambda: _check_died(site, part, deaths), HEALED, 0.02)
    site.wait_for_rest()
    to_rest = time.monotonic() - begun
    orders = site.check_books()
    next(act, None)
    return Round(point, ACTS[name].__name__.replace("_", " "), len(orders), to_rest)


def _check_reached(order, point):
    if order.exists():
        raise AssertionError(f"{point} was never reached")


def _check_died(site, part, deaths):
    seen = site.deaths(part)
    assert seen == deaths + 1, f"{part} died {seen - deaths} times"
