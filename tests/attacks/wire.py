"""Bytes to the shop exactly as written here, and the answers that come back."""

import json
import socket
import time
from typing import NamedTuple
from urllib.parse import urlsplit

WITHIN = 20  # seconds for one exchange, whatever the server does
QUIET = 2  # seconds without a byte, after which no further answer is expected


class Address(NamedTuple):
    host: str
    port: int
    prefix: str  # the path that every operation hangs under

    @property
    def netloc(self):
        return f"{self.host}:{self.port}"


class Answer(NamedTuple):
    status: int
    headers: dict  # names in lower case; of repeated ones the last
    body: bytes

    def json(self):
        return json.loads(self.body)


class Wire:
    def __init__(self, address):
        self.address = address

    def send(self, data, quiet=QUIET):
        """Every answer on the one connection that carried `data`, oldest first.

        quiet: seconds to wait for another answer where the server keeps the connection open.
        """
        return answers(self.exchange(data, quiet, heard=answers))

    def exchange(self, data, quiet=QUIET, within=WITHIN, heard=len):
        """The raw bytes that came back until the server closed or fell silent.

        quiet, within: seconds after something was heard(bytes), and for all of it.
        """
        received, deadline = b"", time.monotonic() + within
        with socket.create_connection(self.address[:2], timeout=WITHIN) as line:
            _push(line, data)
            while (left := deadline - time.monotonic()) > 0:
                line.settimeout(min(left, quiet if heard(received) else left))
                try:
                    piece = line.recv(65536)
                except (TimeoutError, ConnectionError):
                    break
                if not piece:
                    break
                received += piece
        return received

    def request(self, method, path, headers=(), body=b"", host=None):
        """The bytes of one request below the base URL. headers: (name, value) pairs, as given."""
        lines = [f"{method} {self.address.prefix}{path} HTTP/1.1"]
        lines += [f"Host: {host or self.address.netloc}"]
        lines += [f"{name}: {value}" for name, value in headers]
        return "\r\n".join([*lines, "", ""]).encode("latin-1") + body


def address_of(url):
    parts = urlsplit(url)
    port = parts.port or {"http": 80, "https": 443}[parts.scheme]
    return Address(parts.hostname, port, parts.path.rstrip("/"))


def answers(data):
    """The complete answers in `data`; an interim 1xx is none."""
    found = []
    while b"\r\n\r\n" in data:
        head, _, rest = data.partition(b"\r\n\r\n")
        lines = head.decode("latin-1").split("\r\n")
        pairs = [line.partition(":") for line in lines[1:]]
        headers = {name.strip().lower(): value.strip() for name, _, value in pairs}
        status = int(lines[0].split(" ")[1]) if lines[0].startswith("HTTP/") else 0
        body, data = _body(status, headers, rest)
        if body is None:
            break
        if not 100 <= status < 200:
            found.append(Answer(status, headers, body))
    return found


def _body(status, headers, rest):
    """(body, what follows it); (None, …) while it is incomplete."""
    if status in (204, 304) or 100 <= status < 200:
        return b"", rest
    if headers.get("transfer-encoding", "").lower() == "chunked":
        return _chunks(rest)
    length = int(headers.get("content-length", len(rest)))
    return (rest[:length], rest[length:]) if len(rest) >= length else (None, rest)


def _chunks(rest):
    body = b""
    while b"\r\n" in rest:
        size, _, rest = rest.partition(b"\r\n")
        length = int(size.split(b";")[0], 16)
        if len(rest) < length + 2:
            break
        body, rest = body + rest[:length], rest[length + 2 :]
        if length == 0:
            return body, rest
    return None, rest


def _push(line, data):
    """A server may refuse and close before it has read everything; its answer still counts."""
    try:
        line.sendall(data)
    except (BrokenPipeError, ConnectionResetError):
        pass
