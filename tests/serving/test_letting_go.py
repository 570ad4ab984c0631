"""Nothing holds a request's `receive` when it is over.

Granian may close the connection of an unfinished body only then. In a reference cycle it would stay
until Python next looks for cycles, which may be never.
"""

import asyncio
import gc
import weakref

import pytest

from serving.server import Server

from .test_server import BODY, App, Client, patience

__all__ = ["patience"]


class Receive:
    """Gives futures, as Granian does: no frame of a coroutine that would hold it."""

    def __init__(self, parts):
        self._parts = list(parts)

    def __call__(self):
        part, coming = self._parts.pop(0), asyncio.get_running_loop().create_future()
        if part == "gone":
            coming.set_result({"type": "http.disconnect"})
        elif part is not None:
            more = bool(self._parts)
            coming.set_result({"type": "http.request", "body": part, "more_body": more})
        return coming


@pytest.fixture(autouse=True)
def no_collection():
    gc.disable()
    yield
    gc.enable()


@pytest.mark.parametrize("path", ["/", "/refused"])
@pytest.mark.parametrize("parts", [[BODY], [b"{", None], [b"{", "gone"]], ids=str)
def test_nothing_holds_receive_when_the_request_is_over(path, parts):
    client, receive = Client(path, ()), Receive(parts)
    known = weakref.ref(receive)

    async def one_request():
        nonlocal receive
        given, receive = receive, None
        serving = Server(App())(client.scope, given, client.send)
        del given
        await serving
        assert known() is None and client.sent

    asyncio.run(one_request())
