"""How a running supervisor is told what to do: JSON over a connection of 127.0.0.1.

Whoever can read the data folder has the key; nobody else gets a word in.
"""

import json
import queue
import threading
from multiprocessing import AuthenticationError
from multiprocessing.connection import Client, Listener

PATIENCE = 30  # seconds for an answer


class Channel(threading.Thread):
    """Takes orders and lets `answer_all` answer them, in the thread that calls it."""

    def __init__(self, key):
        super().__init__(daemon=True)
        self._listener = Listener(("127.0.0.1", 0), authkey=key.encode())
        self.port = self._listener.address[1]
        self._orders = queue.SimpleQueue()

    def run(self):
        while True:
            try:
                with self._listener.accept() as connection:
                    self._serve(connection)
            except (OSError, EOFError, AuthenticationError, ValueError, queue.Empty):
                continue  # it is the caller who has the trouble

    def answer_all(self, answer):
        while not self._orders.empty():
            order, reply = self._orders.get()
            reply.put(answer(order))

    def _serve(self, connection):
        reply = queue.SimpleQueue()
        self._orders.put((json.loads(connection.recv_bytes(65536)), reply))
        connection.send_bytes(json.dumps(reply.get(timeout=PATIENCE)).encode())


def ask(port, key, **order):
    with Client(("127.0.0.1", port), authkey=key.encode()) as connection:
        connection.send_bytes(json.dumps(order).encode())
        if not connection.poll(PATIENCE):
            raise TimeoutError("the supervisor does not answer")
        return json.loads(connection.recv_bytes())
