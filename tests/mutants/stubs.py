"""Stub shops that answer every request the same way. No file of the suite may pass on them."""

import json
import threading
from contextlib import contextmanager
from socketserver import ThreadingMixIn
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

from . import suite

META = {"timestamp": "2026-01-01T00:00:00.000Z", "request_id": "always-the-same"}
YES = {"success": True, "data": {}, "meta": META}
NO = {
    "type": "urn:shop:problem:not-found",
    "title": "Not found",
    "status": 404,
    "detail": "There is nothing here.",
    "instance": "/api/v1",
    "success": False,
    "request_id": "always-the-same",
}


def says_yes(environ, start_response):
    return _answer(start_response, "200 OK", "application/json", YES)


def says_no(environ, start_response):
    return _answer(start_response, "404 Not Found", "application/problem+json", NO)


STUBS = {"says-yes-to-everything": says_yes, "says-no-to-everything": says_no}


def unimpressed_files(app):
    """(files of the suite in which no test fails, how many failed, how many passed)"""
    with served(app) as address:
        where = suite.environment(f"{address}/api/v1", provider=(address, "sk_test_stub"))
        outcomes = suite.outcomes(where, [], {})
    failed = [outcome for outcome in outcomes if outcome.failed]
    files = {outcome.file for outcome in outcomes} - {outcome.file for outcome in failed}
    return sorted(files), len(failed), len(outcomes) - len(failed)


@contextmanager
def served(app):
    """Serve a WSGI application during the block. Yields its URL."""
    with make_server("127.0.0.1", 0, app, _Server, _Silent) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}"
        finally:
            server.shutdown()
            thread.join()


def _answer(start_response, status, media_type, content):
    body = json.dumps(content).encode()
    headers = {
        "Content-Type": media_type,
        "Content-Length": str(len(body)),
        "Cache-Control": "no-store",
        "X-Content-Type-Options": "nosniff",
        "X-Request-ID": "always-the-same",
    }
    start_response(status, list(headers.items()))
    return [body]


class _Server(ThreadingMixIn, WSGIServer):
    daemon_threads = True


class _Silent(WSGIRequestHandler):
    def log_message(self, *_):
        pass
