"""Reads a stage's parts.toml: which processes it consists of, in the manner of a compose file.

[stage]
name, folder (under .data), door (the part the shop is reached by), port (the door's), address
choices      {variable of the user's environment: what it may be}
settings     variables of the user's environment that all parts get, if they are set
try          the commands a newcomer is shown first, each with its remark: "make ps # what runs"

[include]    {folder, from here: the parts to take from its parts.toml}; what stands here of such a
             part replaces its lines there, in env, offers and commands name by name. Secrets and
             settings of that file come along.

[secrets]    {name: what it begins with}

[parts.shop]
command      what to run; {python}, {data}, {name}, {port}, {metrics_port}, {sandbox.port} and
             {secret.key} are filled in, here and in all other words
before       commands to run first, once a start of the stage
then         commands to run each time it has come up, and before it counts as ready
needs        parts that must be ready whenever this one starts
after        parts that must have been ready before it starts for the first time; when it is
             started again it waits for none of them
uses         parts it talks to, but can start without
env          its environment, on top of what its neighbours offer and the user's settings
offers       what those who need, use or come after it get in their environment
only_with    "DB=postgres": started only when the user's environment says so
replaced_by  "DATABASE_URL": not started when the user's environment has that (and then
             it has to have everything this part offers)
ready        see readiness.py
copies       true: there may be several (`make scale`), each with a {name} (catalog, catalog.2, …)
             and a {port} of its own; who wants to find them all reads DATA/services.json
port         the {port} it gets, or 10, 20, … more if that is taken; else it gets any free one
link         what people open in a browser, shown when the stage is open
stop_signal  SIGTERM unless it says otherwise
commands     what can be run beside it, by name
"""

import sys
import tomllib
from collections.abc import Collection, Iterable, Mapping
from functools import partial
from graphlib import TopologicalSorter
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from . import included, ports
from .part import Part
from .refusal import Refusal
from .shapes import File, Table


def read(path: Path) -> File:
    """The tables stage, secrets and parts of the file, with what it includes."""
    with open(path / "parts.toml", "rb") as file:
        found: Any = tomllib.load(file)
    for folder, names in found.get("include", {}).items():
        included.take(found, read(path / folder), names)
    return found


def of(
    file: File,
    data: Path,
    secrets: Mapping[str, str],
    door_port: int,
    environ: Mapping[str, str],
) -> list[Part]:
    """The parts to run, in the order to start them, with everything filled in."""
    chosen = {n: t for n, t in file["parts"].items() if _is_wanted(t, environ)}
    door = file["stage"]["door"]
    if chosen[door].get("copies"):
        raise Refusal(f"parts.toml: {door} is the door, and of that there is one")
    numbers = _port_numbers(chosen, door, door_port)
    known: dict[str, object] = {n: SimpleNamespace(port=number) for n, number in numbers.items()}
    known |= {"python": sys.executable, "data": data, "secret": SimpleNamespace(**secrets)}
    parts = {n: _part(t, known, n, numbers[n]) for n, t in chosen.items()}
    for part in parts.values():
        for neighbours in (part.needs, part.after, part.uses):
            neighbours[:] = [name for name in neighbours if name in parts]
        part.env = _offered(part, parts) | part.env
    return [parts[name] for name in _order(parts)]


def _is_wanted(table: Table, environ: Mapping[str, str]) -> bool:
    variable, _, value = table.get("only_with", "").partition("=")
    if variable and environ.get(variable) != value:
        return False
    return not _is_replaced(table, environ)


def _is_replaced(table: Table, environ: Mapping[str, str]) -> bool:
    name = table.get("replaced_by", "")
    if not environ.get(name):
        return False
    missing = [offer for offer in table["offers"] if not environ.get(offer)]
    if missing:
        raise Refusal(f"{name} is given, so {' and '.join(missing)} must be given too")
    return True


def _port_numbers(chosen: Mapping[str, Table], door: str, door_port: int) -> dict[str, int]:
    """0 for a part that never mentions one."""
    numbers = {door: door_port}
    for name, table in chosen.items():
        if name not in numbers:
            numbers[name] = _port_number(table, numbers.values())
    return numbers


def _port_number(table: Table, taken: Collection[int]) -> int:
    if "port" in table:
        return ports.near(int(table["port"]))
    return ports.free(but=taken) if "{port}" in str(table) else 0


def _part(table: Table, known: Mapping[str, object], name: str, port: int) -> Part:
    taken = [each.port for each in known.values() if hasattr(each, "port")]
    extra = ports.free(but=taken) if "{metrics_port}" in str(table) else 0
    words = {key: value for key, value in table.items() if key != "port"}
    own = _filled(words, {**known, "name": name, "port": port, "metrics_port": extra})
    return Part(name=name, port=port, original=name, again=partial(_part, table, known), **own)


def _filled(value: Any, known: Mapping[str, object]) -> Any:
    if isinstance(value, dict):
        return {key: _filled(item, known) for key, item in value.items()}
    if isinstance(value, list):
        return [_filled(item, known) for item in value]
    if isinstance(value, bool):
        return value
    try:
        return value.format_map(known)
    except (KeyError, AttributeError) as error:
        raise Refusal(f"parts.toml: nothing is known for {error} in {value!r}") from None


def _offered(part: Part, parts: Mapping[str, Part]) -> dict[str, str]:
    neighbours = part.needs + part.after + part.uses
    return {k: v for name in neighbours for k, v in parts[name].offers.items()}


def _order(parts: Mapping[str, Part]) -> Iterable[str]:
    before = {part.name: part.needs + part.after for part in parts.values()}
    return TopologicalSorter(before).static_order()
