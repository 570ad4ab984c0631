"""The page's controls of the stage: what `make kill` and similar commands do, and a little more."""

import time
from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from local.client import tell
from local.data import Data
from local.refusal import Refusal
from local.runner import READY, STOPPED

from . import hosts, parts, provider
from .buyer import CARD, Buyer
from .buyers import Buyers
from .day import Day
from .everywhere import Everywhere
from .race import race

ONE = ("kill", "stop", "start", "freeze", "thaw")  # of one part
BECOMES = {"stop": STOPPED, "start": READY, "freeze": parts.FROZEN, "thaw": READY}
WITHIN, PAUSE = 20, 0.1  # seconds until the part has the new state, and between two checks
ITSELF = "control-room"
Wanted = Mapping[str, Any]  # JSON from the page
Done = dict[str, Any]


class NotDone(ValueError):
    """The request makes no sense, or the supervisor refuses it."""


class Controls:
    def __init__(self, data: Data, day: Day | None = None) -> None:
        self._data, self._day, self.buyers = data, day, Buyers()
        self._buyer: Buyer | None = None  # buys one thing at a time
        self._everywhere = Everywhere(data)
        self._acts: dict[str, Callable[[Wanted], Done]] = {
            **dict.fromkeys(ONE, self._one),
            "scale": self._scale,
            "switch": self._switch,
            "buyers": self._load,
            "buy": self._buy,
            "buy everywhere": lambda wanted: {"done": True, **self._everywhere.buy()},
            "order": self._order,
            "move": self._move,
            "race": self._race,
        }

    def do(self, wanted: object) -> Done:
        """Do what the page asks. wanted: {"do": "kill", "part": "cart"}. NotDone says why not."""
        act = self._acts.get(str(wanted.get("do"))) if isinstance(wanted, dict) else None
        if act is None or not isinstance(wanted, dict):
            raise NotDone(f"There is {', '.join(self._acts)}.")
        try:
            return act(wanted)
        except (Refusal, OSError, KeyError, TypeError, ValueError) as error:
            raise NotDone(str(error)) from None

    def _one(self, wanted: Wanted) -> Done:
        part = str(wanted["part"])
        if part == ITSELF:
            raise NotDone("That is where you are.")
        tell(self._data, do=wanted["do"], part=part)
        deadline = time.monotonic() + WITHIN
        while not self._is(part, BECOMES.get(wanted["do"])) and time.monotonic() < deadline:
            time.sleep(PAUSE)
        return {"done": True}

    def _is(self, part: str, state: str | None) -> bool:
        shown = parts.of(parts.run_of(self._data)).get(part)
        return state is None or shown is None or shown["state"] == state

    def _scale(self, wanted: Wanted) -> Done:
        tell(self._data, do="scale", part=str(wanted["part"]), count=int(wanted["count"]))
        return {"done": True}

    def _switch(self, wanted: Wanted) -> Done:
        run = parts.run_of(self._data)
        return {"done": True, "switches": provider.switch(run, wanted["switches"])}

    def _load(self, wanted: Wanted) -> Done:
        self.buyers.want(int(wanted["count"]), parts.run_of(self._data)["address"])
        return {"done": True}

    def _buy(self, wanted: Wanted) -> Done:
        """Place an order; return the answer: {"status": 201, "order": id, "is": "pending"}.
        wanted: card; cold: true to end the hosts of all functions just before."""
        run = parts.run_of(self._data)
        self._buyer = self._buyer or Buyer(run["address"])
        card, before = str(wanted.get("card") or CARD), None
        if wanted.get("cold"):
            before = partial(hosts.end, run)
        answer = self._buyer.buy(card, before)
        if answer.status == 401:
            answer = self._buyer.buy(card, before)
        return {"done": True, "status": answer.status, **_order(answer.data)}

    def _move(self, wanted: Wanted) -> Done:
        """Order a move to go next, back, pause, or resume: {"said": "The mover continues."}."""
        if not self._day:
            raise NotDone("Nothing moves here.")
        said = self._day.order(str(wanted["order"]), str(wanted.get("unit", "")))
        return {"done": True, "said": said}

    def _race(self, wanted: Wanted) -> Done:
        """Let two buyers order the last of a product: {"orders": ["confirmed", "rejected"]}."""
        address = parts.run_of(self._data)["address"]
        return {"done": True, "orders": race(address)}

    def _order(self, wanted: Wanted) -> Done:
        if not self._buyer:
            raise NotDone("Nothing was bought here.")
        answer = self._buyer.order(str(wanted["order"]))
        return {"done": True, "status": answer.status, **_order(answer.data)}


def _order(data: Any) -> Done:
    found = data if isinstance(data, dict) and "history" in data else {}
    return {"order": found.get("id"), "is": found.get("status"), "reason": found.get("reason")}
