"""Bodies that never arrive: the shop gives up on them, and other requests don't wait."""

import json
import socket
from urllib.parse import urlsplit

import pytest

from .steps import accepted

UNFINISHED = 20  # connections, more than a process has threads
GIVEN_UP_WITHIN = 40  # seconds
AT_ONCE = 9  # seconds: less than the time-out of a body


class Line:
    """A connection that sends a request by hand."""

    def __init__(self, url, method, path, headers, body):
        parts = urlsplit(url)
        self.socket = socket.create_connection((parts.hostname, parts.port), GIVEN_UP_WITHIN)
        given = {"Host": parts.netloc, "Content-Type": "application/json", **headers}
        lines = [f"{name}: {value}" for name, value in given.items()]
        head = "\r\n".join([f"{method} {parts.path}{path} HTTP/1.1", *lines, "", ""])
        self.socket.sendall(head.encode() + body)

    def answer(self, within):
        """(status, headers, problem), or None if the connection was closed without one."""
        self.socket.settimeout(within)
        with self.socket.makefile("rb") as file:
            first = file.readline()
            if not first:
                return None
            lines = iter(lambda: file.readline().decode().strip(), "")
            pairs = (line.partition(":") for line in lines)
            headers = {name.lower(): value.strip() for name, _, value in pairs}
            body = file.read(int(headers["content-length"]))
        return int(first.split()[1]), headers, json.loads(body)

    def close(self):
        self.socket.close()


@pytest.fixture
def line(shop):
    """line(method, path, headers, body)"""
    opened = []

    def opening(*request):
        opened.append(Line(shop.url, *request))
        return opened[-1]

    yield opening
    for each in opened:
        each.close()


def test_unfinished_bodies_keep_nobody_waiting_and_are_given_up(line, customer):
    parts = {"Content-Length": 100}, {"Transfer-Encoding": "chunked"}
    stuck = [
        line("POST", "/tokens", parts[number % 2], (b"{", b"1\r\n{\r\n")[number % 2])
        for number in range(UNFINISHED)
    ]
    for _ in range(3):
        accepted(customer.get("/health"))
        accepted(customer.get(customer.path))
    for answer in [each.answer(GIVEN_UP_WITHIN) for each in stuck]:
        if answer is not None:
            status, headers, problem = answer
            assert (status, headers["connection"]) == (408, "close"), problem
            assert problem["type"] == "urn:shop:problem:request-timeout"


@pytest.mark.parametrize(
    ("method", "path", "headers", "status"),
    [
        ("POST", "/nowhere", {}, 404),
        ("PATCH", "/tokens", {}, 405),
        ("PUT", "/users/01a1f8b2-a6db-7e6d-b3a8-1f5c24d970a5/password", {}, 401),
        ("POST", "/tokens", {"Content-Type": "text/plain"}, 415),
        ("POST", "/tokens", {"Content-Length": 262_145}, 413),
    ],
)
def test_a_refusal_does_not_wait_for_the_body(line, method, path, headers, status):
    sent = line(method, path, {"Content-Length": 100, **headers}, b"{")
    answer = sent.answer(AT_ONCE)
    assert answer is not None and answer[0] == status, answer
