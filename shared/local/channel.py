"""The control channel of a running supervisor: JSON over a connection on 127.0.0.1.

Orders need the key in the data folder; all others are dropped. A stranger that connects and stays
silent, as a browser's preconnect does, blocks nothing: each connection has its own thread.
"""

import json
import queue
import socket
import struct
import threading
from collections.abc import Callable
from multiprocessing import AuthenticationError
from multiprocessing.connection import Client, Connection, answer_challenge, deliver_challenge
from typing import Unpack

from .shapes import Order, Reply

PATIENCE = 30  # seconds for an answer
SILENCE = 5  # seconds that a connection may go without a byte


class Channel(threading.Thread):
    """Receives orders in threads; `answer_all` carries them out in the thread that calls it."""

    def __init__(self, key: str) -> None:
        super().__init__(daemon=True)
        self._key = key.encode()
        self._listener = socket.create_server(("127.0.0.1", 0), backlog=64)
        self.port: int = self._listener.getsockname()[1]
        self._orders: queue.SimpleQueue[tuple[Order, queue.SimpleQueue[Reply]]]
        self._orders = queue.SimpleQueue()

    def run(self) -> None:
        while True:
            line, _ = self._listener.accept()
            line.setsockopt(socket.SOL_SOCKET, socket.SO_RCVTIMEO, struct.pack("ll", SILENCE, 0))
            threading.Thread(target=self._hear, args=[line.detach()], daemon=True).start()

    def answer_all(self, answer: Callable[[Order], Reply]) -> None:
        while not self._orders.empty():
            order, reply = self._orders.get()
            reply.put(answer(order))

    def _hear(self, handle: int) -> None:
        try:
            with Connection(handle) as connection:
                deliver_challenge(connection, self._key)
                answer_challenge(connection, self._key)
                self._serve(connection)
        except (OSError, EOFError, AuthenticationError, AssertionError, ValueError, queue.Empty):
            pass  # the caller has gone, and will report it

    def _serve(self, connection: Connection) -> None:
        reply: queue.SimpleQueue[Reply] = queue.SimpleQueue()
        self._orders.put((json.loads(connection.recv_bytes(65536)), reply))
        connection.send_bytes(json.dumps(reply.get(timeout=PATIENCE)).encode())


def ask(port: int, key: str, **order: Unpack[Order]) -> Reply:
    with Client(("127.0.0.1", port), authkey=key.encode()) as connection:
        connection.send_bytes(json.dumps(order).encode())
        if not connection.poll(PATIENCE):
            raise TimeoutError("the supervisor does not answer")
        return json.loads(connection.recv_bytes())
