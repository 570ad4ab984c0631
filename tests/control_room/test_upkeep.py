"""Looking after a stage each second leaves room for what its buyers do."""

import json
import re
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

from control_room.scrape import Scrape

from .sent import scene

LOOKS = 700  # more than the traces that are kept
SAID = {"http.request.method": "GET", "url.path": "/api/v1/metrics"}


def told(room):
    """The spans that a page gets when it opens."""
    with room.ask("GET", "/stream", stream=True) as answer:
        lines = answer.iter_lines()
        while next(lines) != b"event: spans":
            pass
        return json.loads(next(lines).removeprefix(b"data: "))


def test_who_looks_for_long_pushes_no_order_out(room):
    room.feed(scene("stage2"), "aa1")
    for number in range(LOOKS):
        look = ("u", "", "cart", "SERVER", "GET /api/v1/metrics", number, 1, SAID)
        room.feed([look], f"{number:x}bb")
    found = {span["trace"].lstrip("0") for span in told(room)}
    assert "aa1" in found and not any(trace.endswith("bb") for trace in found)


class Asked(BaseHTTPRequestHandler):
    def do_GET(self):
        self.server.heads.append(self.headers)
        self.send_response(200)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_):
        pass


def test_a_look_at_the_metrics_is_no_trace():
    """As https://www.w3.org/TR/trace-context/#sampled-flag has it."""
    with HTTPServer(("127.0.0.1", 0), Asked) as server:
        server.heads = []
        thread = threading.Thread(target=server.serve_forever, args=(0.05,))
        thread.start()
        url = f"http://127.0.0.1:{server.server_port}/metrics"
        Scrape("t").look({"offers": {"METRICS_URL": url}, "parts": {}})
        server.shutdown()
        thread.join()
    (head,) = server.heads
    assert re.fullmatch(r"00-[0-9a-f]{32}-[0-9a-f]{16}-00", head["traceparent"])
