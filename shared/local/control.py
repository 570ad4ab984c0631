"""Looks at a running stage and tells it what to do: `python -m local.control ps`.

ps | kill P | stop P | start P | logs P | scale P N | stop (the whole stage) | staff EMAIL |
redrive | reset
Which stage: see which.py.
"""

import os
import sys
import time

from . import parts, remains
from .client import running, tell
from .data import RUN
from .listing import listing
from .logs import last_lines
from .record import SERVICES
from .refusal import Refusal
from .run import ROOT
from .runner import READY, STOPPED
from .which import which

PATIENCE = 60  # seconds


def main(words):
    action, words = ACTIONS.get(next(iter(words), "")), words[1:]
    if not action:
        print(__doc__.strip(), file=sys.stderr)
        return 2
    try:
        action(which(ROOT, os.environ, to_forget=action is reset), *words)
    except Refusal as refusal:
        print(refusal, file=sys.stderr)
        return 1
    return 0


def ps(data):
    print("\n".join(listing(running(data))))


def kill(data, part=None):
    tell(data, do="kill", part=_named(data, part))


def stop(data, part=None):
    if not part:
        return stop_all(data)
    tell(data, do="stop", part=part)
    _wait(lambda: data.read(RUN)["parts"][part]["state"] == STOPPED)


def start(data, part=None):
    tell(data, do="start", part=_named(data, part))


def scale(data, part=None, count=""):
    count = int(count) if count.isdecimal() else 0
    tell(data, do="scale", part=_named(data, part), count=count)
    _wait(lambda: _has_copies(data, part, count))
    print("\n".join(data.read(SERVICES).get(part, [])))


def logs(data, part=None):
    """Of a part, or of what runs in one: a function."""
    named = _named(data, part) in running(data)["parts"]
    print("\n".join(last_lines(data.log(part), 50)) if named else _run(data, "logs", part))


def stop_all(data):
    if not data.is_ours() or data.lock():
        remains.end(data)
        raise Refusal(f"Nothing runs on {data.path}.")
    tell(data, do="down")
    _wait(data.lock)


def staff(data, email=None):
    if not email:
        raise Refusal("Whose? make staff EMAIL=somebody@example.com")
    print(_run(data, "staff", email))


def redrive(data):
    print(_run(data, "redrive"))


def reset(data):
    if not data.path.exists():
        raise Refusal(f"There is nothing at {data.path}.")
    if not data.is_ours():
        raise Refusal(f"{data.path} is no data folder of this shop: nothing was removed.")
    if not data.lock():
        raise Refusal(f"The shop runs on {data.path}. Stop it first: Ctrl-C there, or make stop")
    remains.end(data)
    data.forget()


def _named(data, part):
    if not part:
        raise Refusal(f"Which part? P={' or P='.join(running(data)['parts'])}")
    return part


def _run(data, name, *words):
    """What a command of a part says."""
    answer = tell(data, do="run", part=_with_command(data, name), name=name, words=list(words))
    if not answer["done"]:
        raise Refusal(f"{answer['said'].rstrip()}\nThat was not done: {name}.")
    return answer["said"].rstrip()


def _has_copies(data, part, count):
    """So many, and all have come up that were not stopped."""
    shown = [p for n, p in running(data)["parts"].items() if n.partition(".")[0] == part]
    return len(shown) == count and all(p["state"] in (READY, STOPPED) for p in shown)


def _with_command(data, name):
    """The part that has the command of that name."""
    for part, table in parts.read(ROOT / running(data)["stage"])["parts"].items():
        if name in table.get("commands", {}):
            return part
    raise Refusal(f"No part of {data.stage} has a command {name!r}.")


def _wait(happened):
    deadline = time.monotonic() + PATIENCE
    while not happened():
        if time.monotonic() > deadline:
            raise Refusal(f"That did not happen within {PATIENCE} s.")
        time.sleep(0.1)


ACTIONS = {
    "ps": ps,
    "kill": kill,
    "stop": stop,
    "start": start,
    "scale": scale,
    "logs": logs,
    "staff": staff,
    "redrive": redrive,
    "reset": reset,
}

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
