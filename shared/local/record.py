"""What stands in the data folder about a run, for as long as it lasts."""

import os
from contextlib import suppress

from .data import RUN
from .group import started
from .runner import READY

SERVICES = "services.json"  # for the parts themselves: {name: [addresses of its ready copies]}


class Record:
    """Written anew whenever something has changed."""

    def __init__(self, data, control_port, about):
        """about: what else is to stand in run.json."""
        self._data, self._about, self._kept = data, about, {}
        own = {"pid": os.getpid(), "started": started(os.getpid())}
        self._supervisor = own | {"control": control_port}

    def keep(self, fleet, is_open):
        shown = {each.part.name: each.shown() for each in fleet}
        self._write(SERVICES, _services(fleet))
        self._write(RUN, {"supervisor": self._supervisor, "open": is_open, "parts": shown})

    def remove(self):
        for name in (SERVICES, RUN):
            with suppress(OSError):
                self._data.remove(name)

    def _write(self, name, content):
        """On a full disk: the next time. What stands there is a moment older until then."""
        if self._kept.get(name) != content:
            with suppress(OSError):
                self._data.write(name, content | (self._about if name == RUN else {}))
                self._kept[name] = content


def _services(fleet):
    """Of those that speak HTTP."""
    speaking = [each for each in fleet if each.part.port and each.part.ready.startswith("/")]
    found = {each.part.original: [] for each in speaking}
    for each in speaking:
        if each.state == READY:
            found[each.part.original].append(f"http://127.0.0.1:{each.part.port}")
    return found
