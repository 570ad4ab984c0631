"""Where it was measured, and how fast the load generator is by itself."""

import os
import platform
import threading
from contextlib import contextmanager
from datetime import date
from socketserver import StreamRequestHandler, ThreadingTCPServer

from . import load

ANSWER = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"


def about():
    load_now = os.getloadavg()[0]
    return (
        f"{date.today()}, {os.cpu_count()} cores ({_model()}), Python {platform.python_version()}, "
        f"load before: {load_now:.1f}"
    )


def ceiling(seconds):
    """Figures of the load generator against what answers without thinking."""
    with _trivial() as url:
        return load.reads(url, seconds)


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
