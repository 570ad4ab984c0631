"""`python -m move.following`: run all followers until the process ends.

There is a thread for each unit and source database.
"""

import threading
import time
import traceback

from . import config
from .databases import AWAY, Connection, connect, has
from .follower import Follower
from .rows import DIRECTIONS

IDLE, AWAY_SECONDS = 0.02, 0.5  # until the next round
NOTED = """
SELECT name FROM unnest(%s::text[]) AS name
WHERE EXISTS (SELECT 1 FROM move_changes WHERE follower = name)
"""


class Source:
    """The followers of one unit that read from one database."""

    def __init__(self, unit: str, name: str) -> None:
        self._name, self._opened = name, dict[str, Connection]()
        own = [each for each in DIRECTIONS if (each.unit, each.source) == (unit, name)]
        self._followers = {each.name: Follower(each, self._open) for each in own}

    def some(self) -> int:
        """Work off some notes and return how many. If one follower fails, the others still run."""
        failed, count = None, 0
        for name in self._noted():
            try:
                count += self._followers[name].some()
            except Exception as error:
                failed = failed or error
        if failed:
            raise failed
        return count

    def close(self) -> None:
        for follower in self._followers.values():
            follower.close()
        self._opened.clear()

    def _noted(self) -> list[str]:
        source = self._open(self._name)
        if not has(source, "move_changes"):
            return []
        return [row["name"] for row in source.execute(NOTED, [list(self._followers)])]

    def _open(self, name: str) -> Connection:
        known = self._opened.get(name)
        if known is None or known.closed or known.broken:
            known = self._opened[name] = connect(name)
        return known


def follow(unit: str, name: str) -> None:
    """Run forever: wait while a database is down, and print any other error."""
    source = Source(unit, name)
    while True:
        try:
            if not source.some():
                time.sleep(IDLE)
        except AWAY as error:
            source.close()
            print(f"followers of {unit} in {name} wait: {type(error).__name__}", flush=True)
            time.sleep(AWAY_SECONDS)
        except Exception:
            source.close()
            traceback.print_exc()
            time.sleep(AWAY_SECONDS)


def main() -> None:
    threads = [
        threading.Thread(target=follow, args=source, name=" ".join(source), daemon=True)
        for source in sorted({(each.unit, each.source) for each in DIRECTIONS})
    ]
    for thread in threads:
        thread.start()
    config.say_ready()
    for thread in threads:
        thread.join()


if __name__ == "__main__":
    main()
