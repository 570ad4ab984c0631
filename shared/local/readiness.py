"""Polls a part until it is ready.

The check in parts.toml: "/path" (HTTP: 200), "tcp" (a connection), "postgresql://…" (a sign-in),
"redis://user:password@…" (PONG), "file:{data}/workers/{name}" (the part creates that file when it
is ready), "" (no check: it is ready when it runs).
"""

import http.client
import socket
import threading
from pathlib import Path
from urllib.parse import SplitResult, urlsplit

PATIENCE = 2  # seconds
PAUSE = 0.05  # seconds between two checks


class Watch(threading.Thread):
    """Checks in a thread, so that a part that listens but does not answer yet blocks no other."""

    def __init__(self, how: str, port: int) -> None:
        super().__init__(daemon=True)
        self.is_ready = False
        self._how, self._port, self._closed = how, port, threading.Event()

    def run(self) -> None:
        while not self.is_ready and not self._closed.wait(PAUSE):
            self.is_ready = is_ready(self._how, self._port)

    def close(self) -> None:
        self._closed.set()


def forget(how: str) -> None:
    """Remove the readiness file of an earlier start. Called before a part starts."""
    if how.startswith("file:"):
        file = Path(how.removeprefix("file:"))
        file.parent.mkdir(parents=True, exist_ok=True)
        file.unlink(missing_ok=True)


def is_ready(how: str, port: int | None) -> bool:
    if how.startswith("/"):
        return _answers(port, how)
    if how.startswith("postgresql://"):
        return _lets_in(how)
    if how.startswith("redis://"):
        return _says_pong(urlsplit(how))
    if how.startswith("file:"):
        return Path(how.removeprefix("file:")).exists()
    return how != "tcp" or _listens(port)


def _answers(port: int | None, path: str) -> bool:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
    try:
        connection.request("GET", path)
        return connection.getresponse().status == 200
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def _listens(port: int | None) -> bool:
    with socket.socket() as client:
        client.settimeout(PATIENCE)
        return client.connect_ex(("127.0.0.1", port)) == 0


def _lets_in(url: str) -> bool:
    """True if a sign-in works. A connection is not enough: PostgreSQL listens during recovery."""
    import psycopg

    try:
        psycopg.connect(url, connect_timeout=PATIENCE).close()
    except psycopg.OperationalError:
        return False
    return True


def _says_pong(url: SplitResult) -> bool:
    """True if it answers PONG. Redis answers LOADING while it reads its file."""
    try:
        with socket.create_connection((url.hostname, url.port), timeout=PATIENCE) as client:
            client.sendall(f"AUTH {url.username} {url.password}\r\nPING\r\n".encode())
            answers = client.makefile("rb")
            return [answers.readline(), answers.readline()] == [b"+OK\r\n", b"+PONG\r\n"]
    except OSError:
        return False
