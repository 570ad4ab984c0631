"""What a parts.toml takes from the parts.toml of another folder: see parts.py, [include]."""

from collections.abc import Iterable
from pathlib import Path

from .refusal import Refusal
from .shapes import File, Table


def take(file: File, other: File, names: Iterable[str]) -> None:
    """Put the parts of that name, with what they need of their own file, into this one."""
    for name in names:
        if name not in other["parts"]:
            raise Refusal(f"parts.toml: {name} is to be included from a file that has it not")
        own = file["parts"].get(name, Table())
        file["parts"][name] = _merged(other["parts"][name], own)
    file["secrets"] = other["secrets"] | file["secrets"]
    settings = file["stage"].setdefault("settings", [])
    settings += [each for each in other["stage"].get("settings", []) if each not in settings]


def code(path: Path, file: File) -> list[Path]:
    """The folders in which Python finds the modules of its parts."""
    return [(path / folder).resolve() for folder in file.get("include", {})] or [path]


def _merged(theirs: Table, own: Table) -> Table:
    """What is a table in a part (env, offers, commands) is merged name by name."""
    return theirs | own | _tables(theirs, own)


def _tables(theirs: Table, own: Table) -> Table:
    both = Table()
    if "env" in own:
        both["env"] = theirs.get("env", {}) | own["env"]
    if "offers" in own:
        both["offers"] = theirs.get("offers", {}) | own["offers"]
    if "commands" in own:
        both["commands"] = theirs.get("commands", {}) | own["commands"]
    return both
