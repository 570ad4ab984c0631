"""Describes a running stage in its data folder: run.json and services.json."""

import os
from collections.abc import Mapping
from contextlib import suppress

from .data import RUN, Data
from .fleet import Fleet
from .group import started
from .runner import READY
from .shapes import Supervisor

SERVICES = "services.json"  # for the parts themselves: {name: [addresses of its ready copies]}


class Record:
    """Rewrites the files when something has changed."""

    def __init__(self, data: Data, control_port: int, about: Mapping[str, object]) -> None:
        """about: further entries for run.json."""
        self._data, self._about = data, about
        self._kept: dict[str, Mapping[str, object]] = {}
        pid = os.getpid()
        self._supervisor: Supervisor
        self._supervisor = {"pid": pid, "started": started(pid), "control": control_port}

    def keep(self, fleet: Fleet, is_open: bool) -> None:
        shown = {each.part.name: each.shown() for each in fleet}
        self._write(SERVICES, _services(fleet))
        self._write(RUN, {"supervisor": self._supervisor, "open": is_open, "parts": shown})

    def remove(self) -> None:
        for name in (SERVICES, RUN):
            with suppress(OSError):
                self._data.remove(name)

    def _write(self, name: str, content: Mapping[str, object]) -> None:
        """Write a file if it has changed. On a full disk the old one stays until the next call."""
        if self._kept.get(name) != content:
            with suppress(OSError):
                self._data.write(name, {**content, **(self._about if name == RUN else {})})
                self._kept[name] = content


def _services(fleet: Fleet) -> dict[str, list[str]]:
    """{part: URLs of its ready copies} of the parts that speak HTTP."""
    speaking = [each for each in fleet if each.part.port and each.part.ready.startswith("/")]
    found: dict[str, list[str]] = {each.part.original: [] for each in speaking}
    for each in speaking:
        if each.state == READY:
            found[each.part.original].append(f"http://127.0.0.1:{each.part.port}")
    return found
