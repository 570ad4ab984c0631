"""Moves units there and back while something else is tested."""

import itertools
import threading
from contextlib import contextmanager

from move import units


@contextmanager
def to_and_fro(shop, seconds):
    """Move all units there, after so many seconds back, and so on until the `with` ends."""
    over, wrong, moves = threading.Event(), [], []
    orders = itertools.cycle([("new", units.NAMES), ("ready", units.NAMES[::-1])])

    def work():
        try:
            for unit in units.NAMES[::-1]:  # some may have moved: they go back in this order
                shop.move(unit, "ready")
            while not over.is_set():
                goal, names = next(orders)
                for unit in names:
                    shop.move(unit, goal)
                    moves.append(shop.told(unit)["held_ms"])
                over.wait(seconds)
        except Exception as error:  # for the thread that waits
            wrong.append(error)

    thread = threading.Thread(target=work)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()
    if wrong:
        raise wrong[0]
    print(f"{len(moves)} hand-overs in that time; the longest held requests for {max(moves)} ms")
