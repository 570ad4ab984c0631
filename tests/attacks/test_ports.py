"""Every port that a running stage opens, as a web page of another site can reach it.

A page sends GET and POST forms to any address without a preflight, and by DNS rebinding whatever
it likes under a Host of its own. It can do neither with a stage's helpers: nothing is changed,
nothing that is secret is read, and nothing is offered to other origins.
"""

import json
import socket
from urllib.parse import urlsplit

import psutil
import pytest

from tests.contract.steps import accepted, eventually

from .wire import Address, Wire

EVIL = "evil.example"
FOR_PAGES = ("public",)  # attacked in test_pages.py
PLAIN, FORM, JSON = "text/plain", "application/x-www-form-urlencoded", "application/json"
MULTIPART = "multipart/form-data; boundary=x"
PAGE = {
    "a form": {"Origin": f"https://{EVIL}"},
    "a sandboxed frame": {"Origin": "null"},
    "an image": {"Referer": f"https://{EVIL}/", "Sec-Fetch-Site": "cross-site"},
}
REQUESTS = [
    ("GET", "/", None, b""),
    ("GET", "/sandbox/requests", None, b""),
    ("GET", "/sandbox/switches", None, b""),
    ("GET", "/v1/payment_intents", None, b""),
    ("GET", "/_ministack/health", None, b""),
    ("GET", "/?Action=ListRoles&Version=2010-05-08", None, b""),
    ("GET", "/2015-03-31/functions/", None, b""),
    ("GET", "/metrics", None, b""),
    ("GET", "/internal/people", None, b""),
    ("GET", "/stream", None, b""),
    ("GET", "/source?orders", None, b""),
    ("POST", "/do", PLAIN, b'{"do": "stop", "part": "sandbox"}'),
    ("POST", "/do", JSON, b'{"do": "stop", "part": "sandbox"}'),
    ("POST", "/v1/traces", PLAIN, b"{}"),
    ("POST", "/v1/traces", JSON, b"{}"),
    ("POST", "/sandbox/switches", PLAIN, b'{"outage": true}'),
    ("POST", "/sandbox/switches", JSON, b'{"outage": true}'),
    ("POST", "/v1/payment_intents", FORM, b"amount=1&currency=eur"),
    ("POST", "/_ministack/reset", PLAIN, b""),
    ("POST", "/", FORM, b"Action=CreateRole&RoleName=evil&AssumeRolePolicyDocument={}"),
    ("POST", "/", MULTIPART, b"--x\r\nFLUSHALL\r\nSET evil 1\r\nCONFIG SET dir /\r\n--x--\r\n"),
    ("POST", "/internal/sessions", PLAIN, b"{}"),
    ("POST", "/api/v1/users", PLAIN, b'{"email": "evil@example.org"}'),
    ("PUT", "/evil-bucket", PLAIN, b""),
    ("DELETE", "/sandbox/switches", None, b""),
]
OPEN = ("/api/v1/", "/health")  # what a service answers to every client, as the shop itself does
READABLE = ("GET /",)  # the sandbox's page for people, which shows nothing that is secret


def declared(stage):
    """{name: port} of everything that the stage says it opens, the public port as "public"."""
    parts = {name: part["port"] for name, part in stage.run["parts"].items() if part["port"]}
    public = urlsplit(stage.url).port
    named = {"public" if port == public else name: port for name, port in parts.items()}
    metrics = stage.run["offers"].get("METRICS_URL")
    named |= {"metrics": urlsplit(metrics).port} if metrics else {}
    return named | {"supervisor": stage.run["supervisor"]["control"]}


def helpers(stage):
    """The ports that are not for the public."""
    return {name: port for name, port in declared(stage).items() if name not in FOR_PAGES}


def listening(stage):
    """(address, port) of everything that a process of the stage listens on."""
    for process in stage.processes():
        try:
            for each in process.net_connections("tcp"):
                if each.status == psutil.CONN_LISTEN:
                    yield each.laddr.ip, each.laddr.port
        except psutil.Error:
            continue  # ended meanwhile


def sent(port, method, path, kind, body, headers, host=None):
    line = Wire(Address("127.0.0.1", port, ""))
    pairs = list(headers.items()) + ([("Content-Type", kind)] if kind else [])
    pairs += [("Content-Length", str(len(body))), ("Connection", "close")]
    data = line.request(method, path, pairs, body, host=host)
    return line.exchange(data, quiet=0.2, within=3)


@pytest.fixture
def unchanged(stage, provider):
    """The sandbox and every part are afterwards as they were. Another test may buy meanwhile: what
    it pays names its order, and what REQUESTS would create names none."""
    switches = provider.switch()
    yield
    assert provider.switch() == switches
    assert all("order_id" in each["metadata"] for each in provider.intents())
    assert {part["state"] for part in stage.run["parts"].values()} == {"ready"}
    assert stage.run["open"]


@pytest.mark.short
def test_every_port_is_of_this_machine_only_and_declared(stage):
    found = set(listening(stage))
    assert {ip for ip, _ in found} <= {"127.0.0.1", "::1"}
    assert {port for _, port in found} == set(declared(stage).values())


PAGES = [pytest.param(name, marks=[pytest.mark.short] if name == "a form" else []) for name in PAGE]


@pytest.mark.parametrize("page", PAGES)
def test_no_page_of_another_site_uses_a_helper(stage, unchanged, page):
    asked = [request for request in REQUESTS if request[0] in ("GET", "POST")]
    assert what_is_gained(stage, asked, PAGE[page]) == {}


@pytest.mark.short
def test_no_rebound_name_uses_a_helper(stage, unchanged):
    """The page's own origin leads here: no Origin on a GET, and any method and type."""
    assert what_is_gained(stage, REQUESTS, {}, host=EVIL) == {}


def what_is_gained(stage, asked, headers, host=None):
    """{case: what a page got out of it}"""
    found = {}
    for name, port in helpers(stage).items():
        for method, path, kind, body in asked:
            got = sent(port, method, path, kind, body, headers, host and f"{host}:{port}")
            case = f"{name}: {method} {path}"
            if problem := gained(case, got):
                found[case] = problem
    return found


def gained(case, got):
    """What a page got out of it, or None."""
    head = got.partition(b"\r\n\r\n")[0].lower()
    if b"access-control-allow" in head:
        return "other origins may read it"
    if (
        got.startswith(b"HTTP/")
        and int(got[9:12]) < 300
        and not case.partition("?")[0].endswith(READABLE)
    ):
        return got[:200]
    if b"+OK" in got or b":1\r\n" in got:
        return got[:200]
    return None


@pytest.mark.short
def test_a_silent_connection_holds_up_no_helper(stage, provider):
    """As a page's preconnect does."""
    lines = [
        socket.create_connection(("127.0.0.1", port), timeout=5)
        for port in helpers(stage).values()
        for _ in range(8)
    ]
    try:
        assert stage.logs("sandbox") is not None
        eventually(lambda: provider.switch(), within=10)
        stage.start("sandbox")  # it runs, so nothing happens; but the supervisor answers
    finally:
        for line in lines:
            line.close()


def test_redis_and_postgresql_want_a_password(stage):
    for name in ("redis", "cache"):
        port = helpers(stage).get(name)
        if port:
            for command in (b"PING", b"INFO", b"KEYS *", b"FLUSHALL", b"CONFIG GET *", b"ACL LIST"):
                got = Wire(Address("127.0.0.1", port, "")).exchange(command + b"\r\n", 0.2, 3)
                assert got.startswith(b"-NOAUTH"), (name, command, got)
    if "postgres" in stage.run["parts"]:
        psycopg = pytest.importorskip("psycopg")
        for user in ("postgres", "shop", "accounts", "root"):
            with pytest.raises(psycopg.OperationalError):
                psycopg.connect(
                    host="127.0.0.1",
                    port=stage.run["parts"]["postgres"]["port"],
                    user=user,
                    dbname="postgres",
                    connect_timeout=5,
                )


def test_a_page_sees_of_a_service_what_everybody_sees(stage, world):
    """The services' own ports answer the public API, with the same refusals."""
    for name, part in stage.run["parts"].items():
        if part["port"] and name in ("accounts", "orders", "cart", "catalog"):
            got = sent(part["port"], "GET", f"/api/v1{world.owner.path}", None, b"", {})
            assert got[9:12] in (b"401", b"404"), (name, got[:200])
            assert accepted(world.owner.get(world.owner.path))["id"] == world.owner.id


def test_the_supervisor_hears_nobody_without_its_key(stage):
    port = stage.run["supervisor"]["control"]
    for data in (b"", b"\0\0\0\4down", b"\xff" * 300, json.dumps({"do": "down"}).encode()):
        Wire(Address("127.0.0.1", port, "")).exchange(data, 0.2, 1)
    assert stage.run["open"]
