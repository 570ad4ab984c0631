"""Places the same order in every stage that runs with a control room, one after the other.

If they ran at the same time, they would compete for this machine's processors and appear slower.
"""

from threading import Lock

from local.data import Data

from . import others, parts
from .buyer import Answer, Buyer, Json


class Everywhere:
    def __init__(self, own: Data) -> None:
        self._own = own
        self._buyers: dict[str, Buyer] = {}  # by the address of their shop
        self._turn = Lock()

    def buy(self) -> Json:
        """Returns {"product": its name, "orders": {stage: {"status": 201, "order": id}}}.
        ValueError if no product is in stock everywhere."""
        with self._turn:
            return self._buy()

    def _buy(self) -> Json:
        buyers = {stage: self._buyer(address) for stage, address in self._shops().items()}
        shelves = {
            stage: {good["name"]: good for good in buyer.goods()} for stage, buyer in buyers.items()
        }
        name = _plenty([shelf for shelf in shelves.values() if shelf])
        ready = {
            stage: _taken(buyer, shelves[stage].get(name, {}).get("id"))
            for stage, buyer in buyers.items()
        }
        orders = {stage: self._place(buyers[stage], answer) for stage, answer in ready.items()}
        return {"product": name, "orders": orders}

    def _shops(self) -> dict[str, str]:
        """{stage: address}"""
        found = {stage: room.address for stage, room in others.rooms(self._own).items()}
        run = parts.run_of(self._own)
        own = {self._own.stage: run["address"]} if run and self._own.stage in others.STAGES else {}
        return dict(sorted({**found, **own}.items()))

    def _buyer(self, address: str) -> Buyer:
        return self._buyers.setdefault(address, Buyer(address))

    def _place(self, buyer: Buyer, ready: Answer) -> Json:
        """Place the order and wait for its end. After a failure the next one has a new buyer."""
        answer = buyer.place() if ready.status == 200 else ready
        if answer.status != 201:
            self._buyers = {k: each for k, each in self._buyers.items() if each is not buyer}
            return {"status": answer.status, "order": None}
        buyer.end(answer.data["id"])
        return {"status": answer.status, "order": answer.data["id"]}


def _plenty(shelves: list[dict[str, Json]]) -> str:
    """The name of the product whose smallest stock among the shops is the largest."""
    names = set.intersection(*map(set, shelves)) if shelves else set()
    if not names:
        raise ValueError("No product is in stock in each of the shops.")
    return max(names, key=lambda name: (min(shelf[name]["available"] for shelf in shelves), name))


def _taken(buyer: Buyer, product_id: str | None) -> Answer:
    """Put the product into the buyer's cart. An expired token is replaced once."""
    if product_id is None:
        return Answer(0, None, 1)
    answer = buyer.take(product_id, 1)
    return buyer.take(product_id, 1) if answer.status == 401 else answer
