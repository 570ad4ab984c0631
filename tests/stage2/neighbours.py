"""Stand-ins for the services that another one asks: they answer what a test tells them to."""

import json
import threading
from collections import deque
from contextlib import contextmanager
from fnmatch import fnmatchcase
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from shop_rules import errors

from chassis.config import BASE, SERVICES


class Neighbours:
    """At one address, each service below its own name."""

    def __init__(self, address):
        self._address = address
        self.forget()

    def forget(self):
        self.asked = []  # (service, method, path, body), in the order they came
        self.unexpected = []
        self._answers = deque()

    def answer(self, service, method, path, status=200, data=None):
        """path: below /internal; a * stands for anything. data: or an error; or a function of
        the request's body that returns one of the two. The latest that fits is taken."""
        self._answers.appendleft((service, method, path, status, data))

    def is_away(self, service):
        for method in ("GET", "PUT", "POST", "DELETE"):
            self.answer(service, method, "*", data=errors.Unavailable("Away."))

    def is_back(self, service):
        for _ in range(4):
            self._answers.popleft()

    def address_of(self, service):
        return f"{self._address}/{service}"

    def settings(self, but=()):
        """The environment that leads a service here."""
        return {
            f"{name.upper()}_URL": self.address_of(name) for name in SERVICES if name not in but
        }

    def requests(self, service=None, method=None):
        """(method, path) of what was asked of it."""
        return [
            (asked[1], asked[2])
            for asked in self.asked
            if service in (None, asked[0]) and method in (None, asked[1])
        ]

    def answered(self, method, target, body, token):
        """(status, content)"""
        service, _, path = target[1:].partition(f"{BASE}/internal")
        self.asked.append((service, method, path, body))
        for known in self._answers:
            if known[:2] == (service, method) and fnmatchcase(path, known[2]) and token:
                data = known[4](body) if callable(known[4]) else known[4]
                return _in_form(known[3], data)
        self.unexpected.append((service, method, path, body))
        return _in_form(500, errors.ShopError(f"Nobody expected {method} {target}."))


def _in_form(status, data):
    if isinstance(data, errors.ShopError):
        return data.status, data.as_problem("/", "a-request")
    return status, {"success": True, "data": data, "meta": {}}


@contextmanager
def running():
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Handler)
    server.daemon_threads = True
    server.neighbours = Neighbours(f"http://127.0.0.1:{server.server_port}")
    thread = threading.Thread(target=server.serve_forever, args=(0.05,))
    thread.start()
    yield server.neighbours
    server.shutdown()
    thread.join()
    server.server_close()


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True

    def _answer(self):
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        token = self.headers.get("Authorization", "").startswith("Bearer ")
        asked = json.loads(body) if body else None
        status, content = self.server.neighbours.answered(self.command, self.path, asked, token)
        sent = b"" if status == 204 else json.dumps(content).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        if status != 204:
            self.send_header("Content-Length", str(len(sent)))
        self.end_headers()
        self.wfile.write(sent)

    do_GET = do_PUT = do_POST = do_DELETE = _answer

    def log_message(self, *arguments):
        """Nothing: the tests say what was asked."""
