"""Where it was measured, whether that was quiet, and how fast the load generator is by itself.

Every command that records a figure ends its box with `quiet()` or `about()`, called before it
measures: afterwards the load is its own.
"""

import os
import platform
import threading
import time
from contextlib import contextmanager
from datetime import date
from socketserver import StreamRequestHandler, ThreadingTCPServer

from . import load

ANSWER = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"


BUSY = 0.5  # of the cores, by the load of the last minute: more disturbs what is measured
WAIT_SECONDS = 120
LOOK_EVERY = 2  # seconds
PAGE_BYTES = 8192  # of PostgreSQL's log of changes


def quiet(seconds=WAIT_SECONDS):
    """about(), after a wait until the machine is quiet: at most so many seconds."""
    deadline = time.monotonic() + seconds
    if _load() > most():
        print(f"Waiting for a quiet machine, up to {seconds} s: the load is {_load():.1f}, and")
        print(f"above {most():.1f} a figure is as much the other work's as the shop's.", flush=True)
    while _load() > most() and time.monotonic() < deadline:
        time.sleep(LOOK_EVERY)
    return about()


def about():
    """Date, machine, and load. Says so if the machine is not quiet."""
    busy = f": NOT QUIET (above {most():.1f})" if _load() > most() else ""
    return f"{here()}, load before: {_load():.1f}{busy}"


def here():
    """Date and machine."""
    return (
        f"{date.today()}, {os.cpu_count()} cores ({_model()}), Python {platform.python_version()}"
    )


def most():
    """The highest load of a quiet machine."""
    return BUSY * (os.cpu_count() or 1)


def _load():
    return os.getloadavg()[0]


def ceiling(seconds):
    """Figures of the load generator against what answers without thinking."""
    with _trivial() as url:
        return load.reads(url, seconds)


def syncs_a_second(folder, seconds):
    """How often this disk confirms that a page is written, which each commit waits for."""
    file, count = folder / "synced", 0
    sync = getattr(os, "fdatasync", os.fsync)  # macOS has no fdatasync
    with file.open("wb", buffering=0) as written:
        until = time.perf_counter() + seconds
        while time.perf_counter() < until:
            written.write(bytes(PAGE_BYTES))
            sync(written.fileno())
            count += 1
    file.unlink()
    return count / seconds


def _model():
    try:
        with open("/proc/cpuinfo", encoding="utf-8") as file:
            named = [line.partition(":")[2].strip() for line in file if "model name" in line]
        return named[0]
    except (OSError, IndexError):
        return platform.machine()


class _Trivial(StreamRequestHandler):
    def handle(self):
        while self.rfile.readline():
            while self.rfile.readline() not in (b"\r\n", b""):
                pass
            self.wfile.write(ANSWER)


@contextmanager
def _trivial():
    """In this very process: what it takes is taken from the generator, so the truth is higher."""
    ThreadingTCPServer.daemon_threads = True
    with ThreadingTCPServer(("127.0.0.1", 0), _Trivial) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_address[1]}/"
        server.shutdown()
