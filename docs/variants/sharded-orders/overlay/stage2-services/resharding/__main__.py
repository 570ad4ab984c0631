"""`python -m resharding`: once the file DATA/reshard is there, move each set to the new shard.

It decides by what the databases say, so it goes on wherever a killed one stopped.
"""

import time
import traceback

from move.databases import AWAY

from chassis import loops
from chassis.config import config

from .moving import Behind, Move
from .sets import Set, sets

WANTED = "reshard"
PAUSE = 0.2  # seconds


def main() -> None:
    loops.start()  # ends with the supervisor
    loops.say_ready()
    while not (config().data / WANTED).exists():
        time.sleep(PAUSE)
    for each in sets():
        while not _is_moved(each):
            time.sleep(PAUSE)
    print("all sets have moved", flush=True)
    while True:
        time.sleep(PAUSE)


def _is_moved(each: Set) -> bool:
    try:
        with Move(each) as move:
            if move.is_alone():
                move.run()
                print(f"{each.name}: moved", flush=True)
                return True
    except (*AWAY, TimeoutError, Behind) as error:
        print(f"{each.name} waits: {type(error).__name__}", flush=True)
    except Exception:
        traceback.print_exc()
    return False


if __name__ == "__main__":
    main()
