"""The threads that run the application. Cheaper than concurrent.futures, whose futures cost as
much as routing a request."""

import asyncio
import threading
from collections.abc import Callable
from queue import SimpleQueue
from typing import Any, TypeVar, TypeVarTuple

Result = TypeVar("Result")
Arguments = TypeVarTuple("Arguments")
Future = asyncio.Future[Any]  # of whatever the function returns


class Threads:
    def __init__(self, count: int) -> None:
        self._queue: SimpleQueue[tuple[Future, Callable[..., object], tuple[object, ...]]]
        self._queue = SimpleQueue()
        for number in range(count):
            name = f"app-{number}"
            threading.Thread(target=self._work, name=name, daemon=True).start()

    def run(
        self, function: Callable[[*Arguments], Result], *arguments: *Arguments
    ) -> asyncio.Future[Result]:
        """A future of function(*arguments), which runs in one of the threads."""
        future: asyncio.Future[Result] = asyncio.get_running_loop().create_future()
        self._queue.put((future, function, arguments))
        return future

    def _work(self) -> None:
        while True:
            future, function, arguments = self._queue.get()
            result: object = None
            error: BaseException | None = None
            try:
                result = function(*arguments)
            except BaseException as raised:
                error = raised
            try:
                future.get_loop().call_soon_threadsafe(_settle, future, result, error)
            except RuntimeError:
                return  # the server has stopped, and its loop is closed
            del future, function, arguments, result, error


def _settle(future: Future, result: object, error: BaseException | None) -> None:
    if future.done():
        return
    if error is None:
        future.set_result(result)
    else:
        future.set_exception(error)
