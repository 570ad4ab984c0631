"""One round: a part dies at a named point and restarts, and the request takes effect once."""

import time
from dataclasses import dataclass, replace

from tests.contract.steps import HEALED, eventually

from . import (  # noqa: F401
    acts_of_accounts,
    acts_of_carts,
    acts_of_clicks,
    acts_of_elsewhere,
    acts_of_functions,
    acts_of_goods,
    acts_of_orders,
    acts_of_services,
    acts_of_sign_ins,
)
from .acts import ACTS, COMMAND


@dataclass
class Round:
    point: str
    act: str
    orders: int
    to_rest: float  # seconds from the request until the part was back and no order open

    def __str__(self):
        return f"{self.point}, {self.act}; at rest after {self.to_rest:.1f} s; books ok"


def check_acts(points, acts):
    """Check that each point has an act, and each act a point."""
    names = {point.rpartition(":")[0] for point in points}
    assert names == set(acts), f"no act for {names - set(acts)}; no code for {set(acts) - names}"


def die_at(point, site):
    """point: name:when; in stage 2, service/name:when: the service or its worker dies."""
    name, _, when = point.rpartition(":")
    doing = acts_of(site.number)[name]
    act = doing(site, committed=when.startswith("after"))
    part = next(act)
    service, _, named = point.rpartition("/")
    dying = [] if part == COMMAND else site.of_service(service or part)
    for each in dying:
        site.let_live(each)
    deaths = site.deaths(dying)
    order, begun = site.crash_at(service or part, named), time.monotonic()
    next(act)
    eventually(lambda: _check_reached(order, point), HEALED, 0.02)
    if dying:
        eventually(lambda: _check_died(site, dying, deaths), HEALED, 0.02)
    site.wait_for_rest()
    to_rest = time.monotonic() - begun
    orders = site.check_books()
    next(act, None)
    return Round(point, doing.__name__.replace("_", " "), len(orders), to_rest)


def break_off_at(point, act, site):
    """For functions. act: raise, exit, hang or conflict."""
    site.act = act
    found = die_at(point, site)
    return replace(found, point=f"{act} at {point}")


def acts_of(stage):
    return {"2": acts_of_services.ACTS, "3": acts_of_functions.ACTS}.get(stage, ACTS)


def _check_reached(order, point):
    if order.exists():
        raise AssertionError(f"{point} was never reached")


def _check_died(site, dying, deaths):
    seen = site.deaths(dying)
    assert seen == deaths + 1, f"{' and '.join(dying)} died {seen - deaths} times"
