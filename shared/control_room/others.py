"""Asks the control rooms of the other stages on this machine, on behalf of the page (ADR 52).

A stage's run.json names its room's port and token. Only folders that belong to this user and that
no other user can read or write are considered, so no other user can plant a room here.
"""

import json
import os
import shlex
import stat
from collections.abc import Iterator
from contextlib import suppress
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from typing import NamedTuple
from urllib.parse import quote

from local import xray
from local.data import Data
from local.private import OTHERS
from local.refusal import Refusal
from local.runner import READY

from . import parts
from .received import Since

STAGES = ("stage1", "stage2", "stage3")
LOOPBACK = "127.0.0.1"
PATIENCE = 3  # seconds for an answer
LARGEST = 32 << 20  # bytes of an answer
USUAL = Path(__file__).resolve().parents[2] / ".data"


class Room(NamedTuple):
    port: int
    token: str
    address: str  # of the shop's API


class Silent(OSError):
    """The room is unavailable, or its answer can't be read."""


def rooms(own: Data) -> dict[str, Room]:
    """{stage: its room} for all other stages that run with one, from the folders next to `own`."""
    found: dict[str, Room] = {}
    for folder in _folders(own):
        with suppress(Refusal, OSError, KeyError, TypeError, ValueError):
            data = Data(folder)
            if data.is_ours() and data.stage in STAGES and data.stage != own.stage:
                found.setdefault(data.stage, _room(data))
    return found


def how(own: Data, stage: str) -> str:
    """The command that starts the stage with its room, where rooms() finds it."""
    words = [] if xray.CHOICES[0] == "on" else ["XRAY=on"]
    if own.path.parent != USUAL:
        words.append(f"DATA={shlex.quote(str(own.path.parent / stage))}")
    return " ".join([*words, "make", stage])


def spans(room: Room, cursor: str) -> Since:
    """Fetch what the room has received since the cursor. Raises Silent if it is unavailable.

    It follows no redirect, so the token is sent only to this port of this machine.
    """
    connection = HTTPConnection(LOOPBACK, room.port, timeout=PATIENCE)
    try:
        head = {"Authorization": f"Bearer {room.token}"}
        connection.request("GET", f"/spans?{quote(cursor)}", headers=head)
        answer = connection.getresponse()
        content = answer.read(LARGEST)
        if answer.status != 200:
            raise Silent(f"answered with {answer.status}")
        found: Since = json.loads(content)
        return {"cursor": str(found["cursor"]), "spans": list(found["spans"])}
    except (HTTPException, ValueError, KeyError, TypeError) as error:
        raise Silent(str(error)) from None
    finally:
        connection.close()


def _folders(own: Data) -> Iterator[Path]:
    """The private folders next to `own`, those with the name of a stage first."""
    with suppress(OSError):
        beside = sorted(own.path.parent.iterdir(), key=lambda each: (each.name not in STAGES, each))
        yield from (each for each in beside if each != own.path and _is_private(each))


def _is_private(folder: Path) -> bool:
    """Whether it is a folder of this user, closed to others, and not a link to one."""
    found = folder.lstat()
    is_mine = stat.S_ISDIR(found.st_mode) and found.st_uid == os.geteuid()
    return is_mine and not stat.S_IMODE(found.st_mode) & OTHERS


def _room(data: Data) -> Room:
    """The room that runs from this folder. KeyError or ValueError if none does."""
    run = parts.run_of(data)
    shown = run["parts"][xray.NAME]
    token = run["links"][xray.NAME].partition("#token=")[2]
    if shown["state"] != READY or not token:
        raise ValueError("it is not ready")
    return Room(int(shown["port"]), token, run["address"])
