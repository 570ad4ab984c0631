"""Two buyers who order all that is left of one product at the same moment."""

import threading
from concurrent.futures import ThreadPoolExecutor

from .buyer import Buyer


def race(address: str) -> list[str | None]:
    """The final states of both orders: "confirmed", "rejected", or None for a refused one."""
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
