"""Decides which stage a command such as `make ps` is for.

DATA names a folder, STAGE=2 a stage, STAGE=move the shop of `make move`. Without either it is the
running one. If none runs, it is the first, or for `make reset` the one that has data.
"""

import shlex
from collections.abc import Mapping
from pathlib import Path

from . import command, parts
from .client import runs
from .data import Data
from .refusal import Refusal


def which(root: Path, environ: Mapping[str, str], to_forget: bool = False) -> Data:
    """The data folder. root: of the project."""
    if environ.get("DATA"):
        return Data(environ["DATA"])
    folders = {n: Data(root / ".data" / name, name) for n, name in _stages(root).items()}
    number = environ.get("STAGE") or _meant(folders, to_forget)
    return folders[command.choice("STAGE", number, folders)]


def named(stage: str, given: str | None) -> str:
    """The setting that selects this shop in a command. given: DATA, if a folder was named."""
    return f"DATA={shlex.quote(given)}" if given else f"STAGE={stage.removeprefix('stage')}"


def _stages(root: Path) -> dict[str, str]:
    """{number, or "move": name of its folder below .data}"""
    found = [*sorted(root.glob("stage[0-9]-*/parts.toml")), *root.glob("shared/move/parts.toml")]
    folders = [parts.read(file.parent)["stage"]["folder"] for file in found]
    return {folder.removeprefix("stage"): folder for folder in folders}


def _meant(folders: Mapping[str, Data], to_forget: bool) -> str:
    found = [number for number, data in folders.items() if runs(data)]
    if to_forget and not found:
        found = [number for number, data in folders.items() if data.is_ours()]
    if len(found) > 1:
        what = "There is data of more than one stage" if to_forget else "More than one stage runs"
        raise Refusal(f"{what}. Say which: {' or '.join(f'STAGE={number}' for number in found)}")
    return found[0] if found else min(folders)
