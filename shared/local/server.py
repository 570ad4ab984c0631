"""Runs a third-party server for the length of a `with` block."""

import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO

from .readiness import is_ready

UP_WITHIN = 60  # seconds; recovery after a crash is part of it
DOWN_WITHIN = 20


@contextmanager
def running(
    words: Sequence[str],
    url: str,
    env: Mapping[str, str] | None = None,
    stdin: TextIO | None = None,
    port: int | None = None,
) -> Iterator[None]:
    """url: how it is known to be up, as readiness.py understands it; a path is asked at `port`."""
    with tempfile.NamedTemporaryFile("w", encoding="utf-8", prefix="server-") as log:
        started = subprocess.Popen(words, stdout=log, stderr=log, env=env, stdin=stdin)
        try:
            _wait_until_up(started, words[0], url, port, Path(log.name))
            yield
        finally:
            _end(started)


def _wait_until_up(
    started: subprocess.Popen[bytes], program: str, url: str, port: int | None, log: Path
) -> None:
    deadline = time.monotonic() + UP_WITHIN
    while not is_ready(url, port):
        if started.poll() is not None or time.monotonic() > deadline:
            raise RuntimeError(
                f"{program} does not come up:\n{log.read_text('utf-8', 'replace')[-2000:]}"
            )
        time.sleep(0.05)


def _end(started: subprocess.Popen[bytes]) -> None:
    started.send_signal(signal.SIGINT)  # PostgreSQL's "fast" shutdown: ends open sessions
    try:
        started.wait(DOWN_WITHIN)
    except subprocess.TimeoutExpired:
        started.kill()
        started.wait()
