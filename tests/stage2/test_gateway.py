"""The gateway alone: where paths lead, and what it answers while a service is down."""

import asyncio
import http.client
import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import urlsplit

import pytest
from gateway import app, routing

from shop_rules.errors import BUG, NotFound

from chassis import telemetry
from chassis.config import BASE, SERVICES

from .conftest import NOBODY

SECONDS = 30


@pytest.mark.parametrize(
    ("path", "service"),
    [
        ("/users", "accounts"),
        ("/users/u", "accounts"),
        ("/users/u/mfa", "accounts"),
        ("/users/u/cart", "cart"),
        ("/users/u/cart/items/p", "cart"),
        ("/users/u/carts", "accounts"),
        ("/users/u/orders", "orders"),
        ("/users/u/notifications", "notifications"),
        ("/tokens/refresh", "accounts"),
        ("/products", "catalog"),
        ("/products/bestsellers", "catalog"),
        ("/products/p/image", "catalog"),
        ("/products/p/images/i", "catalog"),
        ("/products/p/stock", "inventory"),
        ("/products/p/stock/adjustments", "inventory"),
        ("/orders/o", "orders"),
        ("/orders/o/payment", "payments"),
        ("/orders/o/cancellation", "orders"),
    ],
)
def test_a_path_leads_to_its_service(path, service):
    assert routing.service_of(path) == service


@pytest.mark.parametrize("path", ["/", "/userss", "/internal/stock", "/health", "/x/users", ""])
def test_other_paths_lead_nowhere(path):
    with pytest.raises(NotFound):
        routing.service_of(path)


def test_each_service_has_a_path():
    assert {service for _, service in routing.TABLE} == set(SERVICES)


class Copies:
    """Two copies of every service, that say which they are and what they were asked."""

    def __init__(self):
        self.asked = []
        self._servers = [self._server(name) for name in ("one", "two")]
        self.urls = [f"http://127.0.0.1:{server.server_port}" for server in self._servers]

    def _server(self, name):
        asked = self.asked

        class Copy(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self):
                self.rfile.read(int(self.headers.get("Content-Length", 0)))
                asked.append((name, self.command, self.path, dict(self.headers)))
                self.send_response(200)
                self.send_header("Content-Length", str(len(name)))
                self.send_header("X-From-The-Service", "kept")
                self.end_headers()
                self.wfile.write(name.encode())

            do_POST = do_GET

            def log_message(self, *arguments):
                """Nothing."""

        server = ThreadingHTTPServer(("127.0.0.1", 0), Copy)
        server.daemon_threads = True
        threading.Thread(target=server.serve_forever, args=(0.05,)).start()
        return server

    def close(self):
        for server in self._servers:
            server.shutdown()
            server.server_close()


@pytest.fixture(scope="module")
def all_copies():
    copies = Copies()
    yield copies
    copies.close()


@pytest.fixture(scope="module")
def gateway(start, all_copies):
    """Two copies of each service; of orders a dead one as well, and of payments only that."""
    urls = ",".join(all_copies.urls)
    where = {f"{name.upper()}_URL": urls for name in SERVICES}
    where |= {"ORDERS_URL": f"{NOBODY},{urls}", "PAYMENTS_URL": NOBODY}
    return start("gateway", **where)


@pytest.fixture
def copies(all_copies):
    all_copies.asked.clear()
    return all_copies


def test_copies_of_a_service_take_turns(gateway, copies):
    texts = [gateway.ask("GET", "/products").text for _ in range(6)]
    assert sorted(texts) == ["one"] * 3 + ["two"] * 3


def test_copies_take_turns_also_for_who_asks_two_services_by_turns(gateway, copies):
    texts = [gateway.ask("GET", path).text for path in ["/products", "/users/u/cart"] * 4]
    for answers in (texts[::2], texts[1::2]):
        assert sorted(answers) == ["one"] * 2 + ["two"] * 2


def test_a_copy_that_is_away_is_passed_over(gateway, copies):
    answers = [gateway.ask("POST", "/orders/o/cancellation", json={}) for _ in range(6)]
    assert [answer.status_code for answer in answers] == [200] * 6
    assert len(copies.asked) == 6


def test_a_service_that_is_away_is_a_503_and_the_others_go_on(gateway, copies):
    answer = gateway.ask("GET", "/orders/o/payment")
    assert (answer.status_code, answer.json()["type"]) == (503, "urn:shop:problem:unavailable")
    assert answer.headers["Retry-After"] == "1"
    assert gateway.ask("GET", "/products").status_code == 200


@pytest.mark.parametrize(
    "path",
    [
        "/internal/stock?ids=x",
        "//internal/stock",
        "/%69nternal/stock",
        "/products/../internal/stock",
        "/users/../internal/people/x",
        "/products/%2e%2e/internal/stock",
        "/products/..%2finternal/stock",
    ],
)
def test_nothing_reaches_a_services_internal_doors(gateway, copies, path):
    """It asks either no service, or one for exactly this path, which that service doesn't have."""
    status = status_of(gateway, f"{BASE}{path}")
    asked = [path for _, _, path, _ in copies.asked]
    assert (status, asked) in [(404, []), (200, [f"{BASE}{path}"])]
    assert not any(path.startswith((f"{BASE}/internal", f"{BASE}//internal")) for path in asked)


def status_of(gateway, target):
    """Of a GET for the target as it is: `requests` would tidy it up."""
    connection = http.client.HTTPConnection(urlsplit(gateway.address).netloc, timeout=SECONDS)
    try:
        connection.request("GET", target)
        return connection.getresponse().status
    finally:
        connection.close()


def test_a_request_is_passed_on_with_its_id_its_trace_and_its_client(gateway, copies):
    trace = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"
    sent = {"X-Request-ID": "mine", "traceparent": trace, "X-Forwarded-For": "made up"}
    answer = gateway.ask("GET", "/products?q=a%20b", headers={**sent, "Connection": "close"})
    [(_, _, path, headers)] = copies.asked
    assert path == f"{BASE}/products?q=a%20b"
    assert headers["X-Request-ID"] == "mine"
    assert headers["traceparent"].split("-")[1] == trace.split("-")[1]
    assert headers["traceparent"] != trace
    assert headers["X-Forwarded-For"].split(", ")[-1] == "127.0.0.1"
    assert answer.headers["X-From-The-Service"] == "kept"


def test_a_bug_of_the_gateway_says_where_to_look_and_not_what_it_is(inside, monkeypatch):
    inside("gateway")
    written = []
    monkeypatch.setattr(telemetry, "write", lambda event, **fields: written.append((event, fields)))
    monkeypatch.setattr(routing, "service_of", lambda path: 1 / 0)
    status, problem = asyncio.run(asked_for(f"{BASE}/products", "look-here"))
    assert (status, problem["request_id"]) == (500, "look-here")
    assert (problem["detail"], problem["instance"]) == (BUG, f"{BASE}/products")
    [fields] = [fields for event, fields in written if event == "bug"]
    assert fields["request_id"] == "look-here" and "ZeroDivisionError" in fields["traceback"]


async def asked_for(path, request_id):
    """(status, content) of a GET, as an ASGI server brings it."""
    sent = []
    scope = {"type": "http", "method": "GET", "path": path, "query_string": b""}
    scope["headers"] = [(b"x-request-id", request_id.encode())]

    async def receive():
        return {"type": "http.request"}

    async def send(message):
        sent.append(message)

    await app.Gateway()(scope, receive, send)
    return sent[0]["status"], json.loads(sent[1]["body"])


def test_it_answers_for_itself_and_for_its_services(gateway, copies):
    assert gateway.ask("GET", "/health").json()["data"] == {"status": "ok"}
    assert copies.asked == []
    assert gateway.ask("GET", "/metrics").status_code == 404
