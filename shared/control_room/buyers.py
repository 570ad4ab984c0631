"""A number of concurrent buyers, each buying again and again: a load with an upper bound."""

import threading
import time
from collections import Counter

from .buyer import Buyer

MOST = 50
PAUSE = 1.0  # seconds that each rests after an order
LONGEST = 15.0  # seconds that a refusal can make it wait


class Buyers:
    def __init__(self) -> None:
        self._wanted, self._address = 0, ""
        self._threads: dict[int, threading.Thread] = {}
        self._lock = threading.Lock()
        self._answers = Counter[int]()  # by status

    def want(self, count: int, address: str) -> None:
        """Set the number of buyers at the shop with that address. ValueError if it is too high."""
        if not 0 <= count <= MOST:
            raise ValueError(f"There can be 0 to {MOST} buyers.")
        with self._lock:
            self._wanted, self._address = count, address
            for number in range(count):
                if not (self._threads.get(number) and self._threads[number].is_alive()):
                    self._threads[number] = threading.Thread(
                        target=self._shop, args=(number,), name=f"buyer {number}", daemon=True
                    )
                    self._threads[number].start()

    def counted(self) -> dict[str, int]:
        """How many there are, and how their orders were answered: {"wanted": 5, "201": 12}."""
        return {"wanted": self._wanted} | {str(k): v for k, v in self._answers.copy().items()}

    def _shop(self, number: int) -> None:
        buyer = Buyer(self._address)
        while number < self._wanted:
            answer = buyer.buy()
            self._answers[answer.status] += 1
            time.sleep(PAUSE if answer.status == 201 else min(answer.retry_after, LONGEST))
