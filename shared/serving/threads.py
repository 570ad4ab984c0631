"""The threads in which the application runs. Leaner than concurrent.futures, whose futures cost
as much as routing a request."""

import asyncio
import threading
from queue import SimpleQueue


class Threads:
    def __init__(self, count: int):
        self._queue = SimpleQueue()
        for number in range(count):
            name = f"app-{number}"
            threading.Thread(target=self._work, name=name, daemon=True).start()

    def run(self, function, *arguments) -> asyncio.Future:
        """Of what function(*arguments) returns or raises in one of the threads."""
        future = asyncio.get_running_loop().create_future()
        self._queue.put((future, function, arguments))
        return future

    def _work(self):
        while True:
            future, function, arguments = self._queue.get()
            result = error = None
            try:
                result = function(*arguments)
            except BaseException as raised:
                error = raised
            try:
                future.get_loop().call_soon_threadsafe(_settle, future, result, error)
            except RuntimeError:
                return  # the server has stopped, and its loop is closed
            del future, function, arguments, result, error


def _settle(future, result, error):
    if future.done():
        return
    if error is None:
        future.set_result(result)
    else:
        future.set_exception(error)
