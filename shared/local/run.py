"""`python -m local.run stage1-monolith`: a stage on this machine, until Ctrl-C.

Reads from the environment PORT, DATA, LOGS, SPANS, XRAY and what parts.toml names, and hands on
little else: inherited.py. SPANS and XRAY say what is started beside the stage: beside.py.
LOGS=on shows each step and what the parts log (it is in DATA/logs all the same). --for-tests allows
what no shop that people use should have: CHEAP_PASSWORDS.
"""

import os
import signal
import sys
import time
from collections.abc import Mapping, Sequence
from io import TextIOWrapper
from pathlib import Path
from secrets import token_urlsafe

from . import beside, command, included, parts, ports, private, remains, xray
from .banner import banner
from .channel import Channel
from .data import Data
from .inherited import inherited
from .logs import Show
from .part import Part
from .refusal import Refusal
from .shapes import File, Stage
from .supervisor import Supervisor

ROOT = Path(__file__).resolve().parents[2]
LOGS = ["off", "on"]
FREE_WITHIN = 10  # seconds until threads of a killed process let go of its port


def main(words: list[str]) -> int:
    signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})  # see the Makefile
    private.keep_from_others()
    stage, *options = words
    if isinstance(sys.stdout, TextIOWrapper):
        sys.stdout.reconfigure(errors="replace")  # a part may say what this terminal can't show
    if "--for-tests" not in options and os.environ.get("CHEAP_PASSWORDS"):
        raise Refusal("CHEAP_PASSWORDS is for the project's own tests: unset it, and start again.")
    return 0 if run(ROOT / stage, os.environ) else 1


def run(stage: Path, given: Mapping[str, str]) -> bool:
    """True if it came up and was then stopped on request. given: the user's environment."""
    begun = time.monotonic()
    file = beside.added(parts.read(stage), given)
    about = file["stage"]
    port = command.port(given.get("PORT") or str(about["port"]))
    data = data_folder(about, given)
    _check_choices(about.get("choices", {}) | {"LOGS": LOGS} | beside.CHOICES, given)
    try:
        chosen, secrets = _prepared(data, file, port, given)
    except OSError as error:
        data.abandon()
        raise data.unusable(error) from None
    except BaseException:
        data.abandon()
        raise
    address = about["address"].format(port=port)

    def greeting() -> str:
        took, sign_ins = time.monotonic() - begun, data.read("sign-ins.json")
        rooms = [f"Its control room: {link}" for link in links.values()]
        count, notes = len(chosen) - len(rooms), [*rooms, xray.elsewhere(file, given)]
        return banner(address, about, sign_ins, count, took, given.get("DATA", ""), notes)

    offers = offered(chosen, about["door"])
    links = {part.name: part.link for part in chosen if part.link}
    noted = {"address": address, "stage": str(stage), "offers": offers, "links": links}
    channel = Channel(secrets["control"])
    channel.start()
    width = max(len(part.name) for part in chosen)
    with Show(width, everything=given.get("LOGS") == "on") as show:
        environ = _environment(given, about, included.code(stage, file), data)
        supervisor = Supervisor(chosen, environ, ROOT, data, show, channel, noted)
        try:
            return supervisor.run(when_open=lambda: show.say(greeting()))
        finally:
            if supervisor.was_cut_short:
                data.abandon()
            elif supervisor.is_open:
                show.say(f"The shop is closed; its data is in {data.path}.")


def offered(chosen: Sequence[Part], door: str) -> dict[str, str]:
    """What all parts offer. Where two offer the same, clients mean the door's."""
    last = sorted(chosen, key=lambda part: part.name == door)
    return {name: value for part in last for name, value in part.offers.items()}


def _prepared(
    data: Data, file: File, port: int, given: Mapping[str, str]
) -> tuple[list[Part], dict[str, str]]:
    """(parts, secrets), with the data folder ours. Ctrl-C waits from here on: the supervisor
    listens for it, and nothing in between could give the folder up."""
    _claim(data, file["stage"], port)
    kept = data.secrets(file["secrets"] | {"control": ""})
    made = {"room": token_urlsafe(16)}  # anew at each start: it opens what can stop the stage
    data.read("sign-ins.json")  # a damaged one is refused before anything starts
    chosen = parts.of(file, data.path, kept | made, port, given)
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    return chosen, kept


def data_folder(about: Stage, environ: Mapping[str, str]) -> Data:
    return Data(environ.get("DATA") or ROOT / ".data" / about["folder"])


def _claim(data: Data, about: Stage, port: int) -> None:
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        data.claim(about["folder"])
    finally:  # half claimed, it could not be given up
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
    ended = remains.end(data)
    if ended:
        print(f"Ended what an earlier run had left behind ({len(ended)} process groups).")
    if not (ports.reserve(port) and ports.becomes_free(port, FREE_WITHIN if ended else 0)):
        raise Refusal(
            f"Port {port} is in use by {ports.user_of(port)}. "
            f"Stop that, or take another port: PORT={port + 10} make {about['folder']}"
        )


def _check_choices(choices: Mapping[str, list[str]], environ: Mapping[str, str]) -> None:
    """choices: {variable: [what it may be]}; the first when it is not given."""
    for name, allowed in choices.items():
        if environ.get(name):
            command.choice(name, environ[name], allowed)


def _environment(
    environ: Mapping[str, str], about: Stage, code: list[Path], data: Data
) -> dict[str, str]:
    """What all parts get: little of the user's own, and where our code and data are."""
    return {
        **inherited(environ, about.get("settings", [])),
        "PYTHONPATH": os.pathsep.join(map(str, (ROOT / "shared", *code))),
        "PYTHONUNBUFFERED": "1",
        "DATA": str(data.path),
    }


if __name__ == "__main__":
    sys.exit(command.run(main, sys.argv[1:]))
