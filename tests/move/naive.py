"""What a switch loses that only changes who is asked, beside the hand-over of `make move`.

`make faults MOVE=1-2 NAIVE=on`. Both move the catalog of an open shop to and fro while the same
people use it, and both find the followers a little behind.
"""

import tempfile
import time
from pathlib import Path

from move import journal, units

from .opened import opened
from .people import Crowd

SWITCHES = 10
BEHIND = 0.6  # seconds that the follower stands still before a switch, as on a busy day
LOOKED = 5  # times that people read their writes between two switches
SHOWN = 3  # of what the naive switch lost and refused
UNIT = units.CATALOG
HEAD = "", "switches", "read again", "lost", "refused"


def main():
    """0 if the naive switch loses something and the hand-over does not."""
    print(line(*HEAD), flush=True)
    lost = [of_shop(name, switch) for name, switch in SHOPS.items()]
    return 0 if lost[0] and not lost[-1] else "The naive switch should lose writes, the other none."


def of_shop(name, switch):
    """How many writes of a shop that is moved like this were not there when they were read."""
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
    """As by a switch in the gateway's table. Nothing waits for writers, or for a follower."""
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
