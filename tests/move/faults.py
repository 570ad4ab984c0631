"""Units go to and fro while parts of the shop are killed, each in its turn, in a hand-over.

Nothing that a client was answered may be lost. A hand-over in which nothing is killed refuses no
request, and holds requests back no longer than BOUNDS. After each round everything comes to rest:
then both sides are the same, row by row, and the books balance. Rounds that are done are written
down, and a run that is resumed goes on after them.
"""

import json
import random
import shutil
import tempfile
import time
from pathlib import Path

from move import comparing, rows, units
from tests.contract.books import check_books

from . import record as records
from .kills import WAYS, plan, strike
from .opened import opened
from .people import Crowd

A_ROUND = 10  # kills
A_FRESH_SHOP_EVERY = 5  # rounds
SLOWNESS = 1, 300, 1500  # milliseconds that the payment provider takes, in a round
LOOKED = 2  # times that clients read their writes between two hand-overs
BOUNDS = {"forward": 2000, "back": 5000}  # milliseconds that a hand-over may hold requests back


def main(kills, seed, resume=False, until=float("inf")):
    """True if all are done, False if the time was over before; AssertionError if something was
    lost: the data of the shop stays then."""
    record = records.begun(seed, resume)
    while record.kills < kills:
        if time.monotonic() > until:
            return False
        folder = Path(tempfile.mkdtemp(prefix="move-"))
        with opened(folder / "data") as shop:
            _on_one_shop(shop, record, kills, until)
        shutil.rmtree(folder)
    print(f"struck: {json.dumps(record.struck)}\n{record}", flush=True)
    return True


def _on_one_shop(shop, record, kills, until):
    """At least one round is made, however little time there is."""
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
    shop.provider.switch(latency_ms=chance.choice(SLOWNESS))
    with Crowd(shop) as crowd:
        for kill in plan(shop.stage.run["parts"], record.kills + count)[record.kills :]:
            to_and_fro(shop, crowd, record, kill, chance)
            assert not crowd.lost, f"{kill}: {crowd.lost}"
    shop.provider.reset_switches()
    record.looked += crowd.checked
    record.refused += len(crowd.refused)
    record.kills += count


def to_and_fro(shop, crowd, record, kill, chance):
    """All units there and back; in one of these hand-overs something is killed."""
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
    assert held <= BOUNDS[way], f"{unit} {way} held requests back for {held} ms"
    assert crowd.refused[refused:] == [], f"nothing was killed: {crowd.refused[refused:]}"
    record.longest[way] = max(record.longest[way], held)
    record.undisturbed += 1


def settle(shop, crowd):
    """What was killed is there again, and everybody is answered."""
    for part in shop.stage.run["parts"]:
        shop.stage.wait_ready(part)
    refused = -1
    while refused < len(crowd.refused) and not crowd.lost:
        refused = len(crowd.refused)
        crowd.work(3 * LOOKED)


def check(shop):
    """All orders, when nothing is under way any more."""
    for part in shop.stage.run["parts"]:
        shop.stage.wait_ready(part)
    with shop.as_operator():
        for direction in rows.DIRECTIONS:
            compare(shop, direction)
    return check_books(shop.shop, shop.staff, shop.provider, promised=shop.promised)


def compare(shop, direction):
    with shop.database(direction.source) as source, shop.database(direction.target) as target:
        found = comparing.differing(source, target, direction)
        assert found == [], f"{direction.name}: {found}"
