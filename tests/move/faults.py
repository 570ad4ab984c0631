"""Units go to and fro while parts of the shop are killed, any of them, at any moment.

Nothing that a client was answered may be lost. Between two rounds everything comes to rest: then
both sides are the same, row by row, and the books balance.
"""

import random
import shutil
import tempfile
import threading
from pathlib import Path

from move import comparing, rows, units
from tests.contract.books import check_books
from tests.contract.provider import Provider

from .opened import opened
from .people import Crowd

# What is killed, and how often beside the others.
PARTS = {
    "mover": 4,
    "follower": 2,
    **dict.fromkeys(("shop", "catalog", "notifications", "gateway", "catalog-worker"), 1),
    **dict.fromkeys(("old-postgres", "postgres", "redis", "cache", "objects"), 1),
}
A_ROUND = 25  # kills
PAUSES = 0.3, 2.5  # seconds between two kills
LOOKED = 3  # times that clients read their writes before a unit goes back


class Killer(threading.Thread):
    def __init__(self, stage, chance, kills):
        super().__init__()
        self._stage, self._chance, self._left = stage, chance, kills
        self._over = threading.Event()
        self.error = None

    def run(self):
        try:
            while self._left and not self._over.wait(self._chance.uniform(*PAUSES)):
                [part] = self._chance.choices(list(PARTS), PARTS.values())
                self._stage.kill(part)
                self._left -= 1
        except Exception as error:  # for the thread that waits
            self.error = error

    def end(self):
        self._over.set()
        self.join()
        if self.error:
            raise self.error


def main(kills, seed):
    """0, or AssertionError; the data of the shop stays then."""
    folder = Path(tempfile.mkdtemp(prefix="move-"))
    done, chance = 0, random.Random(seed)
    with opened(folder / "data") as shop:
        for unit in units.NAMES:
            shop.move(unit, "ready")
        while done < kills:
            now = min(A_ROUND, kills - done)
            told = one_round(shop, chance, now)
            done += now
            print(f"{done} of {kills} kills, {told} (seed {seed})", flush=True)
    shutil.rmtree(folder)
    return 0


def one_round(shop, chance, kills):
    """What happened, in words."""
    killer, moves = Killer(shop.stage, chance, kills), 0
    with Crowd(shop) as crowd:
        killer.start()
        try:
            while killer.is_alive():
                moves += to_and_fro(shop, crowd)
        finally:
            killer.end()
    assert not crowd.lost, crowd.lost
    orders = check(shop)
    return (
        f"{moves} hand-overs, {crowd.checked} looks at what was written, 0 lost, "
        f"{len(crowd.refused)} refused, {len(orders)} orders"
    )


def to_and_fro(shop, crowd):
    """How many hand-overs that were."""
    for goal, order in (("new", units.NAMES), ("ready", units.NAMES[::-1])):
        for unit in order:
            shop.move(unit, goal)
        crowd.work(LOOKED)
    return 2 * len(units.NAMES)


def check(shop):
    """All orders, when nothing is under way any more."""
    for part in shop.stage.run["parts"]:
        shop.stage.wait_ready(part)
    for direction in rows.DIRECTIONS:
        with shop.database(direction.source) as source, shop.database(direction.target) as target:
            found = comparing.differing(source, target, direction)
            assert found == [], f"{direction.name}: {found}"
    provider = Provider(shop.stage.provider, shop.stage.provider_key)
    return check_books(shop.shop, shop.staff, provider, promised=shop.promised)
