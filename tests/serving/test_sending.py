"""Answers to clients who read slowly, or never; the clock is not waited for."""

import asyncio
import os
import socket
from contextlib import ExitStack

import pytest

from serving import pace, sending

LONG = bytes(range(256)) * 512  # eight pieces


class Reader:
    """Takes so many messages, and then no more."""

    def __init__(self, takes):
        self.takes, self.sent = takes, []

    async def send(self, message):
        if len(self.sent) == self.takes:
            await asyncio.Event().wait()
        self.sent.append(message)

    @property
    def body(self):
        return b"".join(message["body"] for message in self.sent[1:])

    @property
    def is_complete(self):
        return not self.sent[-1].get("more_body", True)


@pytest.fixture(autouse=True)
def patience(monkeypatch):
    monkeypatch.setattr(pace, "QUIET_SECONDS", 0.2)


def read(content, takes=100, **how):
    reader = Reader(takes)
    asyncio.run(asyncio.wait_for(sending.answer(reader.send, 200, [], content, **how), 30))
    return reader


def test_a_long_answer_goes_out_in_pieces_and_a_short_one_whole():
    reader = read(LONG)
    assert (reader.body, reader.is_complete) == (LONG, True)
    assert max(len(message["body"]) for message in reader.sent[1:]) == sending.PIECE_BYTES
    short = read(b"x" * sending.PIECE_BYTES)
    assert (len(short.sent), short.is_complete) == (2, True)


def test_an_empty_answer_is_complete():
    assert (read(b"").body, read(b"").is_complete) == (b"", True)


def test_what_is_cut_short_stays_unfinished():
    assert not read(LONG, is_cut=True).is_complete


def test_a_client_who_takes_no_more_is_given_up():
    reader = read(LONG, takes=4)
    assert len(reader.body) == 3 * sending.PIECE_BYTES and not reader.is_complete


def test_a_client_who_takes_too_little_is_given_up(monkeypatch):
    monkeypatch.setattr(pace, "GRACE_SECONDS", 0.3)
    monkeypatch.setattr(pace, "BYTES_A_SECOND", 10**9)
    reader = Reader(100)

    async def take_slowly(message):
        await asyncio.sleep(0.1)  # never quiet for long, and far too slow
        reader.sent.append(message)

    asyncio.run(asyncio.wait_for(sending.answer(take_slowly, 200, [], LONG), 30))
    assert 0 < len(reader.body) < len(LONG) and not reader.is_complete


@pytest.mark.skipif(not hasattr(socket, "TCP_USER_TIMEOUT"), reason="an option of Linux")
def test_what_a_server_accepts_ends_when_its_client_takes_nothing():
    """However many files are open already."""
    sending.limit_connections.cache_clear()
    with ExitStack() as files:
        for _ in range(300):
            files.enter_context(open(os.devnull, encoding="utf-8"))
        server = files.enter_context(socket.create_server(("127.0.0.1", 0)))
        sending.limit_connections()
        with socket.create_connection(server.getsockname()):
            accepted, _ = server.accept()
            with accepted:
                limit = accepted.getsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT)
    sending.limit_connections.cache_clear()
    assert limit == sending.UNTAKEN_SECONDS * 1000
