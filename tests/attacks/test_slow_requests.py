"""Slow clients: 200 connections that keep a request, or its answer, going for as long as they can.

Others must be answered meanwhile, and none of the 200 may be kept for good.
"""

import socket
import time
from contextlib import suppress
from urllib.parse import urljoin, urlsplit

import psutil
import pytest

from tests.contract.pictures import MAX_BYTES, exactly
from tests.contract.showing import show
from tests.contract.steps import a_product, accepted, eventually

CONNECTIONS = 200
UNREAD = 60  # of them, where each costs work; more than any process has threads
GIVEN_UP_WITHIN = 90  # seconds
RECEIVED_BYTES = 4096  # that this machine takes for a client who does not read them


def unfinished_body(wire):
    headers = [("Content-Type", "application/json"), ("Content-Length", "100")]
    return wire.request("POST", "/tokens", headers, b"{")


def unfinished_chunk(wire):
    headers = [("Content-Type", "application/json"), ("Transfer-Encoding", "chunked")]
    return wire.request("POST", "/tokens", headers, b"64\r\n{")


def unfinished_headers(wire):
    return wire.request("GET", "/health")[:-2] + b"X-Slow: "


def nothing(wire):
    return b""


def unread_answers(wire):
    """Pipelined requests whose answers are never read. Little fits into RECEIVED_BYTES, so the shop
    gets stuck sending them. More of them would be a flood, which is another attack."""
    return wire.request("GET", "/products?limit=100") * 4


CASES = {
    case.__name__: case
    for case in (unfinished_body, unfinished_chunk, unfinished_headers, nothing, unread_answers)
}


@pytest.fixture
def lines(wire):
    """lines(bytes): so many connections that have sent them and read nothing."""
    opened = []

    def opening(data, connections=CONNECTIONS):
        for _ in range(connections):
            line = socket.socket()
            opened.append(line)
            line.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, RECEIVED_BYTES)
            line.settimeout(20)
            line.connect(wire.address[:2])
            line.setblocking(False)
            try:
                line.send(data)
            except BlockingIOError:
                continue
        return opened

    yield opening
    for line in opened:
        line.close()


@pytest.mark.short
@pytest.mark.parametrize("case", CASES)
def test_slow_clients_keep_nobody_waiting(wire, lines, customer, case):
    lines(CASES[case](wire), UNREAD if case == "unread_answers" else CONNECTIONS)
    for _ in range(3):
        accepted(customer.get("/health"))
        accepted(customer.get("/products?limit=1"))
        accepted(customer.get(customer.path))


@pytest.mark.parametrize("case", ["unfinished_body", "unfinished_chunk", "unfinished_headers"])
def test_slow_clients_are_given_up(wire, lines, case):
    opened = lines(CASES[case](wire))
    deadline = time.monotonic() + GIVEN_UP_WITHIN
    for line in opened:
        line.settimeout(max(0.1, deadline - time.monotonic()))
        while line.recv(65536):
            continue


def test_who_reads_no_answer_is_given_up(stage, lines, staff):
    """An image is more than all buffers on the way hold."""
    product = a_product(staff)
    accepted(show(staff, product, exactly(MAX_BYTES), "image/png"), 202)
    where = urlsplit(image_address(staff, product))
    target = where._replace(scheme="", netloc="").geturl()
    head = f"GET {target} HTTP/1.1\r\nHost: {where.netloc}\r\n\r\n".encode()
    clients = {line.getsockname()[1] for line in lines(head, UNREAD)}
    assert connected(stage, where.port, clients)

    def all_have_ended():
        assert not connected(stage, where.port, clients)

    eventually(all_have_ended, GIVEN_UP_WITHIN, every=1)


def connected(stage, port, clients):
    """The ports of those whose connections to this port some process of the stage has open."""
    found = set()
    for process in stage.processes():
        with suppress(psutil.NoSuchProcess):  # one that decoded the image
            ends = process.net_connections("tcp")
            found |= {each.raddr.port for each in ends if each.raddr and each.laddr.port == port}
    return clients & found


def image_address(person, product):
    """Where it is in the end: functions redirect to a signed link."""
    path = f"/products/{product['id']}/image"
    answer = person.get(path)
    return urljoin(answer.url, answer.headers.get("Location", answer.url))


def test_a_slow_but_steady_upload_arrives(wire):
    """A byte now and then does not help; 32 KiB a second does, for longer than the grace."""
    body = b'{"email": "a", "password": "' + b"x" * 200_000
    head = wire.request(
        "POST",
        "/tokens",
        [("Content-Type", "application/json"), ("Content-Length", str(len(body) + 2))],
    )
    with socket.create_connection(wire.address[:2], 60) as line:
        line.sendall(head)
        for start in range(0, len(body), 16_384):
            line.sendall(body[start : start + 16_384])
            time.sleep(1)
        line.sendall(b'"}')
        assert line.recv(65536).startswith(b"HTTP/1.1 422")
