"""`make faults MOVE=1-2 NAIVE=on`: compares a naive switch with the hand-over of `make move`.

The naive switch only changes which side the gateway asks. Both move the catalog of an open shop
there and back under the same load, and in both the followers are a little behind.
"""

import tempfile
import time
from pathlib import Path

from move import journal, units

from .opened import opened
from .people import Crowd

SWITCHES = 10
BEHIND = 0.6  # seconds that the follower is stopped before a switch, as on a busy day
LOOKED = 5  # how often clients read their writes between two switches
SHOWN = 3  # how many of the lost writes and refused requests are printed
UNIT = units.CATALOG
HEAD = "", "switches", "read again", "lost", "refused"


def main():
    """0 if the naive switch loses something and the hand-over does not."""
    print(line(*HEAD), flush=True)
    lost = [of_shop(name, switch) for name, switch in SHOPS.items()]
    return 0 if lost[0] and not lost[-1] else "The naive switch should lose writes, the other none."


def of_shop(name, switch):
    """Move a shop in this way, and return how many writes were missing when they were read."""
    with tempfile.TemporaryDirectory() as folder, opened(Path(folder) / "data") as shop:
        shop.move(UNIT.name, "ready")
        if switch is naively:
            shop.stage.stop("mover")
        with Crowd(shop) as crowd:
            crowd.work(LOOKED)
            for number in range(SWITCHES):
                shop.stage.stop("follower")
                crowd.work(LOOKED)
                time.sleep(BEHIND)
                switch(shop, "old" if number % 2 else "new")
                shop.stage.start("follower")
                shop.stage.wait_ready("follower")
                crowd.work(LOOKED)
        print(line(name, SWITCHES, crowd.checked, len(crowd.lost), len(crowd.refused)), flush=True)
        shown = SHOWN if switch is naively else None
        for each in (*crowd.lost[:shown], *(each[:70] for each in crowd.refused[:shown])):
            print(f"    {each}", flush=True)
    return len(crowd.lost)


# --8<-- [start:naively]
def naively(shop, side):
    """Switch sides like a line in the gateway's table. Nothing waits for writers or followers."""
    for name in dict(UNIT.databases()).values():
        with shop.database(name) as database:
            database.execute("UPDATE move_state SET holder = %s WHERE unit = %s", [side, UNIT.name])
    now = journal.journal(shop.data)
    journal.write_journal(shop.data, {**now, "units": {**now["units"], UNIT.name: side}})


# --8<-- [end:naively]
def hand_over(shop, side):
    shop.move(UNIT.name, "new" if side == "new" else "ready")


SHOPS = {"naive switch": naively, "make move": hand_over}


def line(name, *columns):
    return f"{name:14}" + "".join(f"{column:>12}" for column in columns)
