"""Shows and controls a running stage: `python -m local.control ps`.

ps | kill P | stop P | start P | logs | logs P | scale P N | stop (the whole stage) |
staff EMAIL [ROLE] | redrive | reset
Which stage: see which.py.
"""

import os
import sys
from collections.abc import Callable

from . import changes, command, parts, private, remains
from .client import running, tell, wait
from .data import Data
from .listing import listing
from .logs import last_lines
from .refusal import Refusal
from .run import ROOT
from .which import which


def main(words: list[str]) -> int:
    private.keep_from_others()
    action, words = ACTIONS.get(next(iter(words), "")), words[1:]
    if not action:
        print(__doc__.strip(), file=sys.stderr)
        return 2
    action(which(ROOT, os.environ, to_forget=action is reset), *words)
    return 0


def ps(data: Data) -> None:
    print("\n".join(listing(running(data))))


def logs(data: Data, part: str | None = None) -> None:
    """Print the log of a part or of a function; without a name, the end of each part's log."""
    parts = running(data)["parts"]
    if not part:
        print("\n".join(f"[{name}] {line}" for name in parts for line in _end(data, name)))
    elif part in parts:
        print("\n".join(last_lines(data.log(part), 50)))
    else:
        print(_run(data, "logs", part))


def _end(data: Data, part: str) -> list[str]:
    return last_lines(data.log(part), 5) or ["has written nothing"]


def stop(data: Data, part: str | None = None) -> None:
    if part:
        changes.stop(data, part)
    else:
        _stop_all(data)


def _stop_all(data: Data) -> None:
    if not data.is_ours():
        raise Refusal(f"Nothing runs on {data.path}.")
    if data.lock():
        remains.end(data)
        raise Refusal(f"Nothing runs on {data.path}.")
    tell(data, do="down")
    wait(data.lock)
    print(f"The shop on {data.path} is stopped; its data stays.")


def staff(data: Data, email: str | None = None, role: str = "") -> None:
    if not email:
        raise Refusal("Whose? make staff EMAIL=ada@example.com")
    given = command.email(email), command.choice("ROLE", role or "admin", command.STAFF_ROLES)
    print(_run(data, "staff", *given))


def redrive(data: Data) -> None:
    print(_run(data, "redrive"))


def reset(data: Data) -> None:
    if not data.path.exists():
        raise Refusal(f"There is nothing at {data.path}.")
    if not data.is_ours():
        raise Refusal(f"{data.path} is no data folder of this shop: nothing was removed.")
    if not data.lock():
        raise Refusal(f"The shop runs on {data.path}. Stop it first: Ctrl-C there, or make stop")
    remains.end(data)
    data.forget()
    print(f"{data.path} is gone.")


def _run(data: Data, name: str, *words: str) -> str:
    """The output of a part's command. Raises Refusal if it fails."""
    answer = tell(data, do="run", part=_with_command(data, name), name=name, words=list(words))
    if not answer["done"]:
        raise Refusal(f"{answer['said'].rstrip()}\nThat was not done: {name}.")
    return answer["said"].rstrip()


def _with_command(data: Data, name: str) -> str:
    """The part that has the command of that name."""
    for part, table in parts.read(ROOT / running(data)["stage"])["parts"].items():
        if name in table.get("commands", {}):
            return part
    raise Refusal(f"No part of {data.stage} has a command {name!r}.")


ACTIONS: dict[str, Callable[..., None]] = {
    "ps": ps,
    "kill": changes.kill,
    "stop": stop,
    "start": changes.start,
    "scale": changes.scale,
    "logs": logs,
    "staff": staff,
    "redrive": redrive,
    "reset": reset,
}

if __name__ == "__main__":
    sys.exit(command.run(main, sys.argv[1:]))
