"""Reads from a replica of the service's database, if that is fresh enough, else from the primary.

READS chooses: primary (all there), replica (all from the replica, however old), or after-write
(from the replica once it has replayed what the service wrote last).
"""

import time
from collections.abc import Callable
from typing import Literal

from prometheus_client import Counter

from . import db, following, telemetry, written
from .config import config

# Why a read went where it went: READS says so; the replica has what is wanted, or has it not; it
# isn't known what is wanted; the replica is down, or a primary itself by now.
Why = Literal["asked", "fresh", "behind", "unknown", "down"]
FROM_REPLICA: tuple[Why, Why] = ("asked", "fresh")

PAUSES = (0, 0.002, 0.004)  # seconds before each time that a read asks how far the replica is

reads_total = Counter(
    "shop_replica_reads_total", "Reads", ["server", "why"], registry=telemetry.metrics
)


# --8<-- [start:read]
def read(work: db.Work[db.Result]) -> db.Result:
    """What `work` returns, which only reads. If the replica fails meanwhile, the primary is asked,
    so nothing is refused."""
    why = wanted = _wanted()
    if isinstance(wanted, int):
        try:
            with following.connected() as tx:
                why = choose(wanted, lambda: following.replayed(tx))
                if why in FROM_REPLICA:
                    return _counted("replica", why, work(tx))
        except db.AWAY as error:
            following.note_down(error)
            why = "down"
    with db.reading() as tx:
        return _counted("primary", str(why), work(tx))


def choose(wanted: int, replayed: Callable[[], int | None]) -> Why:
    """Whether the replica has what is wanted, or gets it in a moment. wanted: bytes of the log.
    replayed(): how far the replica is; None if it is no replica."""
    for pause in PAUSES:
        time.sleep(pause)
        there = replayed()
        if there is None:
            return "down"
        if there >= wanted:
            return "fresh" if wanted else "asked"
    return "behind"


def _wanted() -> int | Why:
    """What the replica must have replayed, in bytes of the log; or why it isn't asked."""
    if not config().replica_url or config().reads == "primary":
        return "asked"
    if following.is_down:
        return "down"
    if config().reads == "replica":
        return 0
    return written.position() or "unknown"


# --8<-- [end:read]
def _counted(server: str, why: str, found: db.Result) -> db.Result:
    reads_total.labels(server, why).inc()
    return found


def settle() -> None:
    """The body of a loop: if the position of the last commit is unknown, note the primary's. Valkey
    may have lost it, or a writer have died after announcing a commit."""
    if written.is_noted() and written.position() is None:
        with db.reading() as tx:
            written.note(tx, "")
