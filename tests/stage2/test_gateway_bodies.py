"""The gateway with little memory for bodies, and clients that fill it and stop."""

import http.client
import json
import select
import socket
import time
from urllib.parse import urlsplit

import pytest

from tests.contract.steps import eventually

from chassis.config import BASE, SERVICES

from .conftest import NOBODY

PART = 300_000  # bytes: three of them fill a megabyte
WITHIN = 9  # seconds: less than it takes to give a body up


@pytest.fixture(scope="module")
def gateway(start):
    """No service is there: a request that gets through is answered with their absence."""
    where = {f"{name.upper()}_URL": NOBODY for name in SERVICES}
    return start("gateway", BODIES_MEGABYTES="1", **where)


@pytest.fixture
def line(gateway):
    """line(headers, body): a connection that has sent a POST /users."""
    opened = []

    def opening(headers, body):
        parts = urlsplit(gateway.address)
        connection = socket.create_connection((parts.hostname, parts.port), WITHIN)
        opened.append(connection)
        head = f"POST {BASE}/users HTTP/1.1\r\nHost: {parts.netloc}\r\n{headers}\r\n\r\n"
        connection.sendall(head.encode() + body)
        return connection

    yield opening
    for connection in opened:
        connection.close()


def answer(connection):
    """(status, Retry-After, detail)"""
    with http.client.HTTPResponse(connection) as response:
        response.begin()
        problem = json.loads(response.read())
        return response.status, response.getheader("Retry-After"), problem["detail"]


def is_full(found):
    return found[0] == 503 and int(found[1]) >= 1 and "bodies" in found[2]


@pytest.mark.parametrize(
    ("headers", "body"),
    [
        ("Content-Length: 400000", b"x" * PART),
        ("Transfer-Encoding: chunked", b"%x\r\n%b\r\n" % (PART, b"x" * PART)),
    ],
    ids=["with a length", "in chunks"],
)
def test_unfinished_bodies_of_all_clients_share_a_megabyte(gateway, line, headers, body):
    opened = [line(headers, body) for _ in range(6)]
    for refused in answered(opened, 3):
        assert is_full(answer(refused))
    small = gateway.ask("POST", "/users", data=b"{}")
    assert "accounts" in small.json()["detail"]


def answered(connections, count):
    """So many of them, as soon as they have an answer."""
    found, deadline = set(), time.monotonic() + WITHIN
    while len(found) < count:
        left = deadline - time.monotonic()
        assert left > 0, f"{len(found)} were refused"
        found |= set(select.select([c for c in connections if c not in found], [], [], left)[0])
    return found


def test_a_body_that_is_larger_than_the_room_is_refused_by_its_length(line):
    assert is_full(answer(line("Content-Length: 4000000", b"")))


def test_the_room_is_free_again_when_the_clients_are_gone(gateway, line):
    for _ in range(3):
        line("Content-Length: 400000", b"x" * PART).close()
    eventually(lambda: is_let_in(gateway), WITHIN)  # it has seen that they are gone
    for _ in range(5):
        is_let_in(gateway)


def is_let_in(gateway):
    found = gateway.ask("POST", "/users", data=b"x" * PART)
    assert "accounts" in found.json()["detail"]
