"""Sends a response to a client, which may read it slowly or never.

send: ASGI's (https://asgi.readthedocs.io/en/latest/specs/www.html).
"""

import asyncio
import os
import socket
import time
from functools import cache

from . import pace
from .asgi import Headers, Send

PIECE_BYTES = 16 * 1024  # the server buffers about twenty of these for a slow client
UNTAKEN_SECONDS = 30  # without a byte acknowledged by the client, until the connection is closed


async def answer(
    send: Send, status: int, headers: Headers, content: bytes, is_cut: bool = False
) -> None:
    """Send a response, in pieces if it is long; stop if the client reads slower than pace.py says.

    headers: pairs of bytes. is_cut: close the connection after the content.
    """
    limit_connections()
    if len(content) > PIECE_BYTES and b"content-length" not in dict(headers):
        headers = [*headers, (b"content-length", str(len(content)).encode())]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    started = last = time.monotonic()
    sent = 0
    while len(content) - sent > PIECE_BYTES:
        left = pace.deadline(started, last, sent) - time.monotonic()
        piece = content[sent : sent + PIECE_BYTES]
        try:
            async with asyncio.timeout(max(0, left)):
                await send({"type": "http.response.body", "body": piece, "more_body": True})
        except TimeoutError:
            return  # unfinished: the server closes the connection
        sent, last = sent + len(piece), time.monotonic()
    await send({"type": "http.response.body", "body": content[sent:], "more_body": is_cut})


@cache
def limit_connections() -> None:
    """Make the kernel close a connection whose client acknowledges nothing. Linux only.

    Connections inherit the listening socket's options; Granian has no setting for this one.
    """
    option: int = getattr(socket, "TCP_USER_TIMEOUT", 0)
    for number in map(int, os.listdir("/proc/self/fd") if option else ()):
        try:
            copy = socket.socket(fileno=os.dup(number))
        except OSError:
            continue  # not open, or not a socket
        with copy:
            if _listens(copy):
                copy.setsockopt(socket.IPPROTO_TCP, option, UNTAKEN_SECONDS * 1000)


def _listens(found: socket.socket) -> bool:
    is_tcp = found.family in (socket.AF_INET, socket.AF_INET6) and found.type == socket.SOCK_STREAM
    return is_tcp and found.getsockopt(socket.SOL_SOCKET, socket.SO_ACCEPTCONN) == 1
