"""One round: a part is killed while orders are being placed, comes back, and the books balance."""

import random
import time
from dataclasses import dataclass, replace
from functools import partial
from operator import methodcaller

from shop_rules import times

from .load import Load
from .queue_lost import QUEUE, lose_the_queue

# After the first order was begun; all that follows takes about half of that.
LATEST_MS = {"1": 120, "2": 800, "3": 800}
MOST_BEFORE = 6  # orders begun when the part is killed
MOST_AFTER = 3  # … and after that
OPEN = ("pending", "cancelling")


@dataclass
class Round:
    moment: str
    in_flight: int  # orders asked for and not answered when the part was killed
    open: int  # orders that were pending or cancelling then
    orders: int  # of the shop in all
    to_rest: float  # seconds from the kill until no order was open

    def __str__(self):
        return (
            f"killed {self.moment}, {self.in_flight} being placed, {self.open} open; "
            f"at rest after {self.to_rest:.1f} s; books ok ({self.orders} orders)"
        )


def kill(part, market, seed):
    """part: of the stage, or QUEUE."""
    harm = lose_the_queue if part == QUEUE else methodcaller("kill", part)
    found = under_load(harm, market, seed)
    return replace(found, moment=f"{part} {found.moment}")


def under_load(harm, market, seed, before=0, after=MOST_AFTER):
    """harm: the damage to the site. seed: repeats this round's random choices. before: orders
    begun at least when it comes. after: at most from then on."""
    chance = _chance(seed, "moment")
    orders = before + chance.randint(1, MOST_BEFORE)
    delay = chance.uniform(0, LATEST_MS[market.site.number])
    load = Load(market, partial(_chance, seed), orders + after)
    load.wait_for(orders)
    time.sleep(delay / 1000)
    in_flight, killed_at, started = load.in_flight, times.now(), time.monotonic()
    harm(market.site)
    load.close()
    return _checked(market, f"{delay:.0f} ms into order {orders}", in_flight, killed_at, started)


def _checked(market, moment, in_flight, killed_at, started):
    site = market.site
    site.wait_for_rest()
    to_rest = time.monotonic() - started
    orders = site.check_books(market.promises.orders)
    broken = market.promises.broken(site.staff, orders)
    assert not broken, "\n".join(["Promises were not kept:", *broken])
    are_open = sum(_was_open(order, killed_at) for order in orders.values())
    return Round(moment, in_flight, are_open, len(orders), to_rest)


def _chance(seed, name):
    return random.Random(f"{seed} {name}")


def _was_open(order, moment):
    statuses = [step["status"] for step in order["history"] if step["at"] <= moment]
    return bool(statuses) and statuses[-1] in OPEN
