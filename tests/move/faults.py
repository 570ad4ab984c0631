"""Moves units there and back, and kills one part after the other during a hand-over.

No write that the shop acknowledged may be lost. A hand-over without a kill refuses no request, and
holds requests back no longer than BOUNDS, which a busy machine may miss. After each round
everything comes to rest: then both sides are equal, row by row, and the books balance. Finished
rounds are recorded, and a resumed run continues after them.
"""

import json
import random
import shutil
import tempfile
import time
from pathlib import Path

from move import comparing, rows, units
from tests.contract.books import check_books

from chassis.breaker import OPEN_SECONDS

from . import record as records
from .kills import WAYS, plan, strike
from .opened import opened
from .people import Crowd

A_ROUND = 10  # kills
A_FRESH_SHOP_EVERY = 5  # rounds
# How the payment provider fails while units go there and back: slow, cut off, down.
TROUBLES = (
    *({"latency_ms": each} for each in (1, 300, 1500)),
    {"dead_line": {"value": True, "calls": ["create", "confirm", "refund"], "times": 5}},
    {"outage": True},
)
LOOKED = 3  # how often clients read their writes between two hand-overs
BOUNDS = {"forward": 2000, "back": 5000}  # milliseconds that a hand-over may hold requests back


def main(kills, seed, resume=False, until=float("inf")):
    """Run the kills. True if all are done, False if the time ran out before. AssertionError if a
    write was lost, in which case the shop's data stays; and at the end if requests were held back
    for too long.
    """
    record = records.begun(seed, resume)
    while record.kills < kills:
        if time.monotonic() > until:
            return False
        folder = Path(tempfile.mkdtemp(prefix="move-"))
        with opened(folder / "data") as shop:
            _on_one_shop(shop, record, kills, until)
        shutil.rmtree(folder)
    print(f"struck: {json.dumps(record.struck)}\n{record}", flush=True)
    assert not record.late, f"held back for longer than {BOUNDS}: {record.late}"
    return True


def _on_one_shop(shop, record, kills, until):
    """Run at least one round, however little time there is."""
    for unit in units.NAMES:
        shop.move(unit, "ready")
    before, rounds = record.orders, 0
    while record.kills < kills and rounds < A_FRESH_SHOP_EVERY:
        one_round(shop, record, min(A_ROUND, kills - record.kills))
        record.orders, rounds = before + len(check(shop)), rounds + 1
        record.write()
        print(record, flush=True)
        if time.monotonic() > until:
            return


def one_round(shop, record, count):
    chance = random.Random(f"{record.seed} {record.kills}")
    shop.sign_in()
    with Crowd(shop) as crowd:
        for kill in plan(shop.stage.run["parts"], record.kills + count)[record.kills :]:
            shop.provider.reset_switches()
            shop.provider.switch(**chance.choice(TROUBLES))
            to_and_fro(shop, crowd, record, kill, chance)
            assert not crowd.lost, f"{kill}: {crowd.lost}"
    shop.provider.reset_switches()
    record.looked += crowd.checked
    record.refused += len(crowd.refused)
    record.kills += count


def to_and_fro(shop, crowd, record, kill, chance):
    """Move all units there and back, and kill a part in one of these hand-overs."""
    for (way, goal), names in zip(WAYS.items(), (units.NAMES, units.NAMES[::-1]), strict=True):
        for unit in names:
            record.hand_overs += 1
            if (way, unit) == (kill.way, kill.unit):
                step = strike(shop, kill, chance)
                where = f"{kill.part} at {step}" if kill.step else kill.part
                record.struck[where] = record.struck.get(where, 0) + 1
                shop.move(unit, goal)
                settle(shop, crowd)
            else:
                undisturbed(shop, crowd, record, unit, way)


def undisturbed(shop, crowd, record, unit, way):
    refused = len(crowd.refused)
    shop.move(unit, WAYS[way])
    crowd.work(LOOKED)
    held = shop.told(unit)["held_ms"]
    if held > BOUNDS[way]:  # the run goes on, and fails at its end
        record.late.append(f"{unit} {way}: {held} ms")
    assert crowd.refused[refused:] == [], f"nothing was killed: {crowd.refused[refused:]}"
    record.longest[way] = max(record.longest[way], held)
    record.undisturbed += 1


def settle(shop, crowd):
    """Wait until killed parts are back, no circuit breaker is open, and all clients get answers."""
    for part in shop.stage.run["parts"]:
        shop.stage.wait_ready(part)
    shop.soon(lambda: shop.staff.get(f"/products/{crowd.product['id']}/stock").ok)  # seldom asked
    back, refused = time.monotonic(), -1
    while refused < len(crowd.refused) or time.monotonic() < back + OPEN_SECONDS:
        if crowd.lost:
            return
        refused = len(crowd.refused)
        crowd.work(3 * LOOKED)


def check(shop):
    """Check all orders once no work is under way any more."""
    for part in shop.stage.run["parts"]:
        shop.stage.wait_ready(part)
    shop.sign_in()
    with shop.as_operator():
        for direction in rows.DIRECTIONS:
            compare(shop, direction)
    return check_books(shop.shop, shop.staff, shop.provider, promised=shop.promised)


def compare(shop, direction):
    with shop.database(direction.source) as source, shop.database(direction.target) as target:
        found = comparing.differing(source, target, direction)
        assert found == [], f"{direction.name}: {found}"
