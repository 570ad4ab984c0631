"""Two buyers who want all that is left of one product, in the same moment."""

import threading
import time
from concurrent.futures import ThreadPoolExecutor

from .buyer import Buyer

WITHIN = 30  # seconds until both orders are settled
PAUSE = 0.2  # seconds between two looks
OPEN = ("pending", None)


def race(address: str) -> list[str | None]:
    """How both orders end: "confirmed", "rejected", or None for one that was not taken."""
    buyers = [Buyer(address), Buyer(address)]
    good = buyers[0].rarest()
    start = threading.Barrier(len(buyers))

    def run(buyer: Buyer) -> str | None:
        buyer.take(good["id"], good["available"])
        start.wait()
        placed = buyer.place()
        return _end(buyer, placed.data["id"]) if placed.status == 201 else None

    with ThreadPoolExecutor(len(buyers)) as threads:
        return list(threads.map(run, buyers))


def _end(buyer: Buyer, order_id: str) -> str | None:
    deadline = time.monotonic() + WITHIN
    while True:
        answer = buyer.order(order_id)
        status = answer.data.get("status") if answer.status == 200 else None
        if status not in OPEN or time.monotonic() > deadline:
            return status
        time.sleep(PAUSE)
