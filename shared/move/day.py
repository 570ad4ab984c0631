"""Moving day: the state of a move from stage 1 to stage 2, for its control room (room.py).

It is read from what `make move` writes: the mover's journal, the gateway's tally and spans, and the
counts of the load.
"""

import json
import re
import time
from collections import Counter, deque
from collections.abc import Iterable, Mapping

from local.data import Data
from local.shapes import Run
from spans.reading import Span

from . import journal, load, orders, tally
from .day_shapes import HandOver, Moment, Path, State, Unit
from .units import NAMES, of_service

KEPT, PATHS, MOST = 300, 24, 200  # seconds of history; paths shown; paths counted
DO = ("next", "back", "pause", "resume")  # orders that can be undone; the others have to be typed
_BASE = re.compile(r"/api(?:/v[0-9]+)?")
GATEWAY, MISDIRECTED = "gateway", 421  # that side doesn't hold the unit: the other is asked next


class MovingDay:
    def __init__(self, data: Data) -> None:
        self._data = data
        self._history: deque[Moment] = deque(maxlen=KEPT)
        self._hand_overs: deque[HandOver] = deque(maxlen=PATHS)
        self._counted: dict[str, int] | None = None  # the tally, as it was last read
        self._held_by: dict[str, str] = {}
        self._paths: dict[str, Counter[str]] = {}
        self._last: dict[str, str] = {}  # {path: part}

    def note(self, spans: Iterable[Span]) -> None:
        """Count which part answered which path, from the gateway's client spans."""
        for span in spans:
            status = span.attributes.get("http.response.status_code")
            if (span.service, span.kind) != (GATEWAY, "CLIENT") or status in (None, MISDIRECTED):
                continue
            path = _BASE.sub("", span.name, 1)
            if path not in self._paths and len(self._paths) == MOST:
                continue
            self._paths.setdefault(path, Counter())[span.peer] += 1
            self._last[path] = span.peer

    def sample(self) -> None:
        """Add a moment to the history. Called once a second, whether or not a page is open."""
        answered = tally.tallied(self._data.path)["answered"]
        if self._counted is not None:
            before = self._counted if sum(self._counted.values()) <= sum(answered.values()) else {}
            new = {part: n - before.get(part, 0) for part, n in answered.items()}
            self._history.append({"at": time.time(), "answered": new})
        self._counted = answered
        now = journal.journal(self._data.path)
        for unit in NAMES:
            holder = now["units"].get(unit, "old")
            if holder == "nobody":
                continue
            told = now["told"].get(unit)
            if self._held_by.setdefault(unit, holder) != holder and told:
                took = told["held_ms"]
                self._hand_overs.append({"at": time.time(), "unit": unit, "to": holder, "ms": took})
            self._held_by[unit] = holder

    def state(self) -> State:
        now, wanted = journal.journal(self._data.path), journal.wanted(self._data.path)
        counted = tally.tallied(self._data.path)
        often = sorted(self._paths, key=lambda path: -self._paths[path].total())
        return {
            "units": [_unit(name, now, wanted) for name in NAMES],
            "paused": wanted["paused"],
            "history": list(self._history),
            "hand_overs": list(self._hand_overs),
            "paths": [self._path(path) for path in often[:PATHS]],
            "held": counted["held"],
            "refused": counted["refused"],
            "load": self._load(),
        }

    def order(self, do: str, unit: str) -> str:
        """Do what `make move DO=next UNIT=catalog` does. Refusal or ValueError says why not."""
        if do not in DO or (do in ("next", "back") and unit not in NAMES):
            raise ValueError(f"There is {', '.join(DO)}, of {', '.join(NAMES)}.")
        return orders.tell(self._data, do, unit)

    def database(self, run: Run, secrets: Mapping[str, str], service: str) -> str:
        """The URL of the database that holds the rows of this service now."""
        unit, units = of_service(service), journal.journal(self._data.path)["units"]
        if unit and units.get(unit.name) == "new":
            name, password, part = service, secrets[f"{service}_database"], "postgres"
        else:
            name, password, part = "shop", secrets["postgres_password"], "old-postgres"
        return f"postgresql://{name}:{password}@127.0.0.1:{run['parts'][part]['port']}/{name}"

    def _path(self, path: str) -> Path:
        return {"path": path, "now": self._last[path], "answered": dict(self._paths[path])}

    def _load(self) -> dict[str, int]:
        file = self._data.path / load.FILE
        found: dict[str, int] = json.loads(file.read_bytes()) if file.exists() else {}
        return found


def _unit(name: str, now: journal.Journal, wanted: journal.Wanted) -> Unit:
    goal, told = wanted["goals"].get(name, "stay"), now["told"].get(name)
    is_final = goal not in journal.GOALS or bool(told and told.get("sealed"))
    is_same = told is not None and told["differing"] == 0
    return {
        "name": name,
        "holder": now["units"].get(name, "old"),
        "says": orders.SAID[goal],
        "goal": goal,
        "next": not is_final and (goal == "stay" or (goal == "ready" and is_same)),
        "back": not is_final and goal != "stay",
        "told": told,
    }
