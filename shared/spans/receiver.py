"""`python -m spans.receiver PORT`: a collector for this machine, which keeps the last traces.

POST /v1/traces   OTLP/HTTP, JSON only
GET  /traces      the newest, as JSON: the first span of each
GET  /traces/ID   the spans of one, as JSON
It listens on 127.0.0.1. A web page can't reach it: a POST has to be application/json, for which a
browser would ask first, and a Host of another name (DNS rebinding) is refused.
https://opentelemetry.io/docs/specs/otlp/#otlphttp
"""

import json
import sys
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from shop_rules import headers
from shop_rules.errors import Malformed

from . import reading
from .store import Store

HOST = "127.0.0.1"
MOST_BYTES = 8 * 1024 * 1024  # of one request
PATIENCE = 10  # seconds for a request to arrive


class Handler(BaseHTTPRequestHandler):
    store: Store  # of the receiver
    protocol_version = "HTTP/1.1"
    server_version, sys_version = "spans", ""
    timeout = PATIENCE

    def do_POST(self) -> None:
        size = int(self.headers.get("Content-Length") or 0)
        if size > MOST_BYTES:
            self.close_connection = True
            return self._answer(413, {"message": "too much at once"})
        body = self.rfile.read(size)
        if not self._is_local() or self.path != "/v1/traces":
            return self._answer(404, {})
        if self.headers.get_content_type() != "application/json":
            return self._answer(415, {"message": "send OTLP as application/json"})
        try:
            self.store.add(reading.spans(body))
        except reading.Unreadable as error:
            return self._answer(400, {"message": str(error)})
        self._answer(200, {})

    def do_GET(self) -> None:
        kind, _, trace_id = self.path.removeprefix("/").partition("/")
        if not self._is_local() or kind != "traces":
            return self._answer(404, {})
        found = self.store.of_trace(trace_id) if trace_id else self.store.newest()
        self._answer(200, [reading.as_json(span) for span in found])

    def _is_local(self) -> bool:
        try:
            headers.check_host(self.headers.get("Host", ""))
        except Malformed:
            return False
        return True

    def _answer(self, status: int, content: object) -> None:
        body = json.dumps(content).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """A batch is no news."""


class Receiver:
    """In threads of this process, until it is closed."""

    def __init__(self, port: int = 0, store: Store | None = None) -> None:
        self.store = store or Store()
        kept = type("Handler", (Handler,), {"store": self.store})
        self._server = ThreadingHTTPServer((HOST, port), kept)
        self._server.daemon_threads = True
        self.url = f"http://{HOST}:{self._server.server_address[1]}"
        self._thread = threading.Thread(
            target=self._server.serve_forever, args=(0.05,), daemon=True
        )
        self._thread.start()

    def __enter__(self) -> "Receiver":
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()

    def join(self) -> None:
        self._thread.join()


if __name__ == "__main__":
    Receiver(int(sys.argv[1])).join()
