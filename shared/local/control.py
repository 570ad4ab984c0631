"""Looks at a running stage and tells it what to do: `python -m local.control ps`.

ps | kill P | stop P | start P | logs P | stop (the whole stage) | staff EMAIL | reset
Which stage: STAGE (1 unless given) or DATA, from the environment.
"""

import os
import sys
import time

from . import parts, remains
from .channel import ask
from .data import RUN
from .listing import listing
from .logs import last_lines
from .refusal import Refusal
from .run import ROOT, data_folder
from .runner import STOPPED

PATIENCE = 60  # seconds


def main(words):
    action, words = ACTIONS.get(next(iter(words), "")), words[1:]
    if not action:
        print(__doc__.strip(), file=sys.stderr)
        return 2
    try:
        action(_stage(os.environ), *[word for word in words if word])
    except Refusal as refusal:
        print(refusal, file=sys.stderr)
        return 1
    return 0


def ps(data):
    print("\n".join(listing(_running(data))))


def kill(data, part=None):
    tell(data, do="kill", part=_named(data, part))


def stop(data, part=None):
    if not part:
        return stop_all(data)
    tell(data, do="stop", part=part)
    _wait(lambda: data.read(RUN)["parts"][part]["state"] == STOPPED)


def start(data, part=None):
    tell(data, do="start", part=_named(data, part))


def logs(data, part=None):
    _named(data, part)
    print("\n".join(last_lines(data.log(part), 50)))


def stop_all(data):
    if not data.is_ours() or data.lock():
        remains.end(data)
        raise Refusal(f"Nothing runs on {data.path}.")
    tell(data, do="down")
    _wait(data.lock)


def staff(data, email=None):
    if not email:
        raise Refusal("Whose? make staff EMAIL=somebody@example.com")
    answer = tell(data, do="run", part=_door(data), name="staff", words=[email])
    print(answer["said"].rstrip())
    if not answer["done"]:
        raise Refusal("No staff sign-in was made.")


def reset(data):
    if not data.path.exists():
        raise Refusal(f"There is nothing at {data.path}.")
    if not data.is_ours():
        raise Refusal(f"{data.path} is no data folder of this shop: nothing was removed.")
    if not data.lock():
        raise Refusal(f"The shop runs on {data.path}. Stop it first: Ctrl-C there, or make stop")
    remains.end(data)
    data.forget()


def tell(data, **order):
    run = _running(data)
    try:
        answer = ask(run["control"], data.read("secrets.json")["control"], **order)
    except (OSError, EOFError) as error:
        raise Refusal(f"The shop on {data.path} does not answer: {error}") from None
    if "refused" in answer:
        raise Refusal(answer["refused"])
    return answer


def _running(data):
    run = data.read(RUN)
    if not run or not remains.is_the_same(run["supervisor"]):
        raise Refusal(f"Nothing runs on {data.path}. Start it: make {data.stage}")
    return run | {"control": run["supervisor"]["control"]}


def _named(data, part):
    if not part:
        raise Refusal(f"Which part? P={' or P='.join(_running(data)['parts'])}")
    return part


def _door(data):
    return parts.read(ROOT / _running(data)["stage"])["stage"]["door"]


def _stage(environ):
    number = environ.get("STAGE") or "1"
    found = sorted(ROOT.glob(f"stage{number}-*/parts.toml"))
    if not found:
        raise Refusal(f"There is no stage {number}.")
    return data_folder(parts.read(found[0].parent)["stage"], environ)


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
    "logs": logs,
    "staff": staff,
    "reset": reset,
}

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
