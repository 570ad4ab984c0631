"""Serves as granian does: one process that looks after another, which does the work and is left
behind, with the port, when the first is killed. GET / tells the worker's pid."""

import os
import signal
import socket
import sys
from contextlib import suppress
from pathlib import Path


def main(port):
    broken = Path(os.environ["DATA"], f"break-{port}")
    if broken.exists():
        return broken.read_text(encoding="utf-8")
    listener = socket.create_server(("127.0.0.1", int(port)))
    if worker := os.fork():
        look_after(worker)
    else:
        serve(listener)


def look_after(worker):
    def end_it(*_):
        with suppress(ProcessLookupError):  # it got the signal itself, and was quicker
            os.kill(worker, signal.SIGTERM)

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, end_it)
    os.waitpid(worker, 0)


def serve(listener):
    while True:
        with listener.accept()[0] as client:
            request = client.recv(65536).decode()
            if request:  # a mere connection says nothing
                print("asked for", request.split()[1])
                client.sendall(f"HTTP/1.0 200 OK\r\n\r\n{os.getpid()}".encode())


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
