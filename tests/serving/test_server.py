"""The server with an application that says what it was given; the clock is not waited for."""

import asyncio

import pytest

from serving import bodies, pace
from serving.server import Server

BODY = b"x" * 1000


class App:
    """/refused is refused unread; all else is answered with the body's length."""

    def __init__(self):
        self.calls = []

    def __call__(self, environ, start_response):
        self.calls.append(environ["PATH_INFO"])
        if environ["PATH_INFO"] == "/refused":
            start_response("401 Unauthorized", [("Content-Type", "text/plain")])
            return [b"no"]
        try:
            read = environ["wsgi.input"].read()
        except bodies.FAILURES as error:
            start_response("500 x", [])
            return [type(error).__name__.encode()]
        start_response("200 OK", [])
        return [str(len(read)).encode()]


class Client:
    """One request. Its body comes in parts; None is a part that never comes."""

    def __init__(self, path, parts, *headers):
        self.parts = list(parts)
        self.read, self.sent = 0, []
        self.scope = {
            "type": "http",
            "method": "POST",
            "path": path,
            "raw_path": path.encode(),
            "query_string": b"",
            "headers": list(headers) or [(b"transfer-encoding", b"chunked")],
            "http_version": "1.1",
            "scheme": "http",
            "server": ("127.0.0.1", 80),
            "client": ("127.0.0.1", 1),
        }

    async def receive(self):
        part = self.parts.pop(0)
        if part is None:
            await asyncio.Event().wait()
        if part == "gone":
            return {"type": "http.disconnect"}
        self.read += len(part)
        return {"type": "http.request", "body": part, "more_body": bool(self.parts)}

    async def send(self, message):
        self.sent.append(message)

    @property
    def answer(self):
        return self.sent[0]["status"], self.sent[1]["body"]

    @property
    def is_closed(self):
        return (b"connection", b"close") in self.sent[0]["headers"]


@pytest.fixture(autouse=True)
def patience(monkeypatch):
    monkeypatch.setattr(bodies, "SOON_SECONDS", 0.05)
    monkeypatch.setattr(pace, "QUIET_SECONDS", 0.3)


@pytest.fixture
def app():
    return App()


def served(app, *clients, megabytes=64):
    async def all_of_them():
        server = Server(app, megabytes)
        await asyncio.gather(*(server(c.scope, c.receive, c.send) for c in clients))

    asyncio.run(all_of_them())


def test_a_body_that_is_there_is_given_at_once(app):
    client = Client("/", [BODY, BODY])
    served(app, client)
    assert (client.answer, client.is_closed, app.calls) == ((200, b"2000"), False, ["/"])


def test_a_body_that_stops_is_given_up(app):
    client = Client("/", [BODY, None])
    served(app, client)
    assert (client.answer, client.is_closed) == ((500, b"TooSlow"), True)


def test_a_client_that_hangs_up_is_no_slow_one(app):
    client = Client("/", [BODY, "gone"])
    served(app, client)
    assert client.answer == (500, b"CutShort")


def test_a_refusal_does_not_wait_for_the_body(app, monkeypatch):
    monkeypatch.setattr(pace, "QUIET_SECONDS", 3600)
    client = Client("/refused", [BODY, None])

    async def refused():
        serving = asyncio.ensure_future(Server(app)(client.scope, client.receive, client.send))
        while len(client.sent) < 2:
            await asyncio.sleep(0.01)
        serving.cancel()

    asyncio.run(asyncio.wait_for(refused(), 30))
    assert (client.answer, client.is_closed) == ((401, b"no"), True)


def test_who_asks_whether_to_send_is_refused_before_it_sends(app):
    headers = (b"content-length", b"1000"), (b"expect", b"100-continue")
    client = Client("/refused", [BODY], *headers)
    served(app, client)
    assert (client.answer, client.read, client.is_closed) == ((401, b"no"), 0, True)
    client = Client("/", [BODY], *headers)
    served(app, client)
    assert (client.answer, client.is_closed) == ((200, b"1000"), False)


def test_what_comes_after_a_refusal_is_dropped_up_to_a_bound(app):
    part = b"x" * 1024 * 1024
    client = Client("/refused", [part] * 12)
    served(app, client)
    assert client.read == 12 * len(part)
    endless = Client("/refused", [part] * 100)
    served(app, endless)
    assert endless.read <= bodies.MOST_BYTES + bodies.DRAINED_BYTES + 2 * len(part)


def test_two_hundred_stuck_bodies_keep_nobody_waiting(app, monkeypatch):
    monkeypatch.setattr(pace, "QUIET_SECONDS", 3600)
    stuck = [Client("/", [b"{", None]) for _ in range(200)]
    client = Client("/", [BODY])

    async def crowded():
        server = Server(app)
        waiting = [asyncio.ensure_future(server(c.scope, c.receive, c.send)) for c in stuck]
        await asyncio.sleep(0.1)
        await asyncio.wait_for(server(client.scope, client.receive, client.send), 30)
        for each in waiting:
            each.cancel()

    asyncio.run(crowded())
    assert client.answer == (200, b"1000")
    assert all(not c.sent for c in stuck)


def test_all_bodies_share_a_bounded_room(app):
    part = b"x" * 1024 * 1024
    crowd = [Client("/", [part, part, None]) for _ in range(4)]
    small = Client("/", [BODY])
    served(app, *crowd, small, megabytes=4)
    answers = sorted(client.answer[1] for client in crowd)
    assert answers == [b"NoRoom", b"NoRoom", b"TooSlow", b"TooSlow"]
    assert small.answer == (200, b"1000")


def test_what_an_application_writes_itself_comes_first():
    """PEP 3333: start_response returns a write()."""

    def writes(environ, start_response):
        write = start_response("200 OK", [])
        write(b"a")
        write(b"b")
        return [b"c"]

    client = Client("/", [b""])
    served(writes, client)
    assert client.answer == (200, b"abc")
