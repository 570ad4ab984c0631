"""Two buyers who want all that is left of one product, in the same moment."""

import threading
from concurrent.futures import ThreadPoolExecutor

from .buyer import Buyer


def race(address: str) -> list[str | None]:
    """How both orders end: "confirmed", "rejected", or None for one that was not taken."""
    buyers = [Buyer(address), Buyer(address)]
    good = buyers[0].rarest()
    start = threading.Barrier(len(buyers))

    def run(buyer: Buyer) -> str | None:
        buyer.take(good["id"], good["available"])
        start.wait()
        placed = buyer.place()
        return buyer.end(placed.data["id"]) if placed.status == 201 else None

    with ThreadPoolExecutor(len(buyers)) as threads:
        return list(threads.map(run, buyers))
