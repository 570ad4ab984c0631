"""Reads a stage's parts.toml: which processes it consists of, in the manner of a compose file.

[parts.shop]
command      what to run; {python}, {data}, {port} and {sandbox.port} are filled in
before       commands to run first, once a start of the stage
needs        parts that must be ready before this one starts
uses         parts it talks to, but can start without
env          its environment, on top of what its neighbours offer and the user's own
offers       what those who need or use it get in their environment
only_with    "DB=postgres": started only when the user's environment says so
replaced_by  "DATABASE_URL": not started when the user's environment has that (and then
             it has to have everything this part offers)
ready        see readiness.py
stop_signal  SIGTERM unless it says otherwise
commands     what can be run beside it, by name
"""

import signal
import sys
import tomllib
from dataclasses import dataclass, field
from graphlib import TopologicalSorter
from types import SimpleNamespace

from . import ports
from .refusal import Refusal


@dataclass
class Part:
    name: str
    command: list[str]
    before: list[list[str]] = field(default_factory=list)
    needs: list[str] = field(default_factory=list)
    uses: list[str] = field(default_factory=list)
    env: dict[str, str] = field(default_factory=dict)
    offers: dict[str, str] = field(default_factory=dict)
    commands: dict[str, list[str]] = field(default_factory=dict)
    only_with: str = ""
    replaced_by: str = ""
    ready: str = ""
    stop_signal: str = "SIGTERM"
    port: int = 0

    @property
    def stop_number(self):
        return signal.Signals[self.stop_signal]


def read(path):
    """The file as it is: its tables stage, secrets and parts."""
    with open(path / "parts.toml", "rb") as file:
        return tomllib.load(file)


def of(file, data, secrets, door_port, environ):
    """The parts to run, in the order to start them, with everything filled in."""
    chosen = {n: t for n, t in file["parts"].items() if _is_wanted(t, environ)}
    numbers = _port_numbers(chosen, file["stage"]["door"], door_port)
    known = {n: SimpleNamespace(port=number) for n, number in numbers.items()}
    known |= {"python": sys.executable, "data": data, "secret": SimpleNamespace(**secrets)}
    parts = {n: _part(n, t, known, numbers[n]) for n, t in chosen.items()}
    for part in parts.values():
        part.needs = [name for name in part.needs if name in parts]
        part.uses = [name for name in part.uses if name in parts]
        part.env = _offered(part, parts) | part.env
    return [parts[name] for name in _order(parts)]


def _is_wanted(table, environ):
    variable, _, value = table.get("only_with", "").partition("=")
    if variable and environ.get(variable) != value:
        return False
    return not _is_replaced(table, environ)


def _is_replaced(table, environ):
    name = table.get("replaced_by", "")
    if not environ.get(name):
        return False
    missing = [offer for offer in table["offers"] if not environ.get(offer)]
    if missing:
        raise Refusal(f"{name} is given, so {' and '.join(missing)} must be given too")
    return True


def _port_numbers(chosen, door, door_port):
    numbers = {door: door_port}
    for name in chosen:
        numbers.setdefault(name, ports.free(but=numbers.values()))
    return numbers


def _part(name, table, known, port):
    return Part(name=name, port=port, **_filled(table, known | {"port": port}))


def _filled(value, known):
    if isinstance(value, dict):
        return {key: _filled(item, known) for key, item in value.items()}
    if isinstance(value, list):
        return [_filled(item, known) for item in value]
    try:
        return value.format_map(known)
    except (KeyError, AttributeError) as error:
        raise Refusal(f"parts.toml: nothing is known for {error} in {value!r}") from None


def _offered(part, parts):
    return {k: v for name in part.needs + part.uses for k, v in parts[name].offers.items()}


def _order(parts):
    return TopologicalSorter({part.name: part.needs for part in parts.values()}).static_order()
