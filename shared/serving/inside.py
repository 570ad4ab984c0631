"""Serves the metrics of a process on a private port that clients can't reach."""

import hmac
import threading
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

PATH = "/metrics"
PATIENCE = 5  # seconds for a request to arrive, and for its answer to leave


def may_scrape(authorization: str | None, token: str) -> bool:
    """True if the request sent `Bearer` and the token; always False if no token is set."""
    given = (authorization or "").encode("utf-8", "replace")
    return bool(token) and hmac.compare_digest(given, f"Bearer {token}".encode())


def listen(
    host: str, port: int, token: str, content: Callable[[], tuple[str, bytes]]
) -> ThreadingHTTPServer:
    """Answer GET /metrics with content(), a media type and bytes, until the process ends.

    Other paths, and requests without the token, get 404. Raises OSError if the port is taken.
    """

    class Handler(BaseHTTPRequestHandler):
        timeout = PATIENCE
        server_version, sys_version = "metrics", ""

        def do_GET(self) -> None:
            if self.path != PATH or not may_scrape(self.headers.get("Authorization"), token):
                return self._answer(404, "text/plain", b"")
            self._answer(200, *content())

        def do_other(self) -> None:
            self._answer(404, "text/plain", b"")

        do_HEAD = do_POST = do_PUT = do_PATCH = do_DELETE = do_OPTIONS = do_other

        def _answer(self, status: int, media_type: str, body: bytes) -> None:
            self.send_response(status)
            self.send_header("Content-Type", media_type)
            self.send_header("Content-Length", str(len(body)))
            self.send_header("Cache-Control", "no-store")
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Log nothing: a scrape is not a request to the shop."""

    server = ThreadingHTTPServer((host, port), Handler)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, name="metrics", daemon=True).start()
    return server
