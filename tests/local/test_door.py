"""What the door of a local stage 3 passes on, byte for byte, and what it refuses."""

import http.client
import json
import socket
import subprocess
import sys
import threading
import time
from contextlib import ExitStack, contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
import requests

from local import loopback6, ports
from local.readiness import is_ready
from tests.drivers.stage import ROOT

SECRET = "the secret of the local AWS"
ID = "01a22499-d2fa-72f9-be4f-e4df795844c9"
PICTURE = f"/shop-pictures-000000000000/pictures/{ID}/{ID}"
SIGNED = "&".join(
    f"X-Amz-{name}=x"
    for name in (
        "Algorithm",
        "Credential",
        "Date",
        "Expires",
        "Security-Token",
        "Signature",
        "SignedHeaders",
    )
)


class Aws(BaseHTTPRequestHandler):
    """Answers everything with 200, and notes what it was asked."""

    asked = []
    protocol_version = "HTTP/1.1"

    def handle_one_request(self):
        self.raw_requestline = self.rfile.readline(65537)
        if not self.raw_requestline or not self.parse_request():
            self.close_connection = True
            return
        length = int(self.headers.get("Content-Length") or 0)
        told = self.command, self.path, self.headers, self.rfile.read(length)
        Aws.asked.append(told)
        self.send_response(200)
        self.send_header("Content-Length", "2")
        self.end_headers()
        self.wfile.write(b"" if self.command == "HEAD" else b"ok")
        self.wfile.flush()

    def log_message(self, *_):
        pass


@contextmanager
def a_door(folder, **environ):
    """Its address, with an AWS behind it."""
    (folder / "api-id").write_text("abcdef12")
    server = ThreadingHTTPServer(("127.0.0.1", 0), Aws)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    port = ports.free()
    words = [
        sys.executable,
        "-m",
        "granian",
        "--interface",
        "asgi",
        "--http",
        "1",
        "--no-ws",
        "--factory",
    ]
    words += ["local.door:create_app", "--host", "127.0.0.1", "--port", str(port)]
    given = {"PYTHONPATH": str(ROOT / "shared"), "LOCAL_AWS_SECRET": SECRET}
    given["PORT"] = str(port)
    given["API_ID"] = str(folder / "api-id")
    given["SITE_BUCKET"] = str(folder / "site-bucket")
    given["LOCAL_AWS_KEY"] = "LOCALKEY"
    given["DATA"] = str(folder)
    given["AWS_ADDRESS"] = f"http://127.0.0.1:{server.server_port}"
    started = subprocess.Popen([*words, "--log-level", "error"], env=given | environ)
    try:
        _wait_for(port)
        yield f"http://127.0.0.1:{port}"
    finally:
        started.terminate()
        started.wait(20)
        server.shutdown()
        server.server_close()


def _wait_for(port):
    deadline = time.monotonic() + 60
    while not is_ready("tcp", port):
        assert time.monotonic() < deadline, "the door does not come up"
        time.sleep(0.05)


@pytest.fixture(scope="module")
def door(tmp_path_factory):
    with a_door(tmp_path_factory.mktemp("door")) as url:
        yield url


@pytest.fixture(autouse=True)
def asked():
    Aws.asked.clear()
    return Aws.asked


def raw(url, *lines, body=b""):
    """The first line of the answer to a request that no client would write."""
    host, port = url.removeprefix("http://").split(":")
    with socket.create_connection((host, int(port)), timeout=10) as client:
        client.sendall("\r\n".join([*lines, "Connection: close", "", ""]).encode() + body)
        return client.makefile("rb").readline().decode().strip()


@pytest.mark.parametrize(
    "path",
    [
        "/api/v1/products?limit=%31&x=a+b%20c&x=",
        "/api/v1/%70roducts",
        "/api/v1//products",
        "/api/v1/products/../users/%2e%2e/x",
        "/api/v1/products;a=b/x%2Fy%5c",
        "/api/v1/",
        "/api/v1",
        "/api/v2/products",
        "/api/products?version=2",
        f"{PICTURE}?{SIGNED}",
    ],
)
def test_a_path_is_passed_on_as_it_was_sent(door, asked, path):
    assert raw(door, f"GET {path} HTTP/1.1", "Host: 127.0.0.1") == "HTTP/1.1 200 OK"
    assert [told[:2] for told in asked] == [("GET", path)]


@pytest.mark.parametrize(
    "path",
    [
        "/index.html",
        "/assets/0123456789ab/../../x.js",
        "/shop-site-000000000000/index.html",
        "/_ministack/reset",
        "/_ministack/health",
        "/2015-03-31/functions",
        "/restapis/x/api/_user_request_/v1/products",
        "/api",
        "/API/v1/products",
        "//api/v1/products",
        "/shop-artefacts-000000000000/x",
        "/shop-pictures-000000000000",
        f"/x/../api/v1/products?{SIGNED}",
        PICTURE,
        f"{PICTURE}/..%2f..?{SIGNED}",
        f"{PICTURE}?{SIGNED}&acl",
        f"{PICTURE}?{SIGNED}&x-amz-credential=test",
        f"{PICTURE}?X-Amz-Signature=x",
    ],
)
def test_all_else_is_not_there(door, asked, path):
    for method in ("GET", "POST", "PUT"):
        client = http.client.HTTPConnection(door.removeprefix("http://"), timeout=10)
        client.request(method, path)
        answer = client.getresponse()
        assert answer.status == 404
        problem = json.load(answer)
        assert problem["type"] == "urn:shop:problem:not-found"
        assert problem["instance"] == path.partition("?")[0]
        assert answer.headers["Content-Type"] == "application/problem+json"
        assert problem["request_id"] == answer.headers["X-Request-ID"]
    assert not asked


@pytest.mark.parametrize(
    "query", ["x-amz-credential=1", "a=b&X%2DAmz-Credential=", "AWSAccessKeyId"]
)
def test_a_call_of_the_api_has_no_key_of_aws(door, asked, query):
    for url, headers in (
        (f"{door}/api/v1/products?{query}", {}),
        (f"{door}/api/v1/products", {"Authorization": "AWS4-HMAC-SHA256 Credential=x"}),
        (f"{door}/api/v1/products", {"Authorization": "aws x:y"}),
    ):
        answer = requests.get(url, headers=headers, timeout=10)
        assert answer.status_code == 400 and answer.json()["type"].endswith(":malformed")
    assert not asked


@pytest.mark.parametrize("line", ["CONNECT /api/v1/health", "GET /api/v1/products/\xe9"])
def test_what_the_aws_would_answer_in_its_own_words_goes_no_further(door, asked, line):
    assert raw(door, f"{line} HTTP/1.1", "Host: localhost").startswith("HTTP/1.1 400 ")
    assert not asked


def test_pictures_are_read_and_no_more(door, asked):
    for method in ("POST", "PUT", "DELETE", "OPTIONS"):
        answer = requests.request(method, f"{door}{PICTURE}?{SIGNED}", timeout=10)
        assert answer.status_code == 404
    assert not asked
    assert requests.head(f"{door}{PICTURE}?{SIGNED}", timeout=10).headers["Content-Length"] == "2"
    ((_, _, headers, _),) = asked
    assert headers["Host"] == "127.0.0.1" and "X-Local-Key" not in headers


def test_what_says_that_a_browser_asks_goes_no_further_and_all_else_does(door, asked):
    said = {"Origin": "x", "Referer": "x", "Sec-Fetch-Site": "x", "X-Local-Key": "x"}
    said |= {"X-Forwarded-For": "1.2.3.4", "Authorization": "Bearer x", "X-Odd": "é"}
    requests.post(f"{door}/api/v1/tokens", data=b"body", headers=said, timeout=10)
    ((method, _, headers, body),) = asked
    assert (method, body) == ("POST", b"body")
    assert headers["Authorization"] == "Bearer x"
    assert headers["X-Forwarded-For"] == "127.0.0.1"
    assert headers.get_all("Host") == ["abcdef12.execute-api.localhost"]
    assert headers.get_all("X-Local-Key") == [SECRET]
    assert not {"Origin", "Referer", "Sec-Fetch-Site"} & set(headers)


def test_it_listens_on_both_addresses_of_this_machine(door, asked):
    if not _has_ipv6():
        pytest.skip("this machine has no IPv6")
    url = door.replace("127.0.0.1", "[::1]")
    body = b"x" * 300_000
    for _ in range(3):
        assert requests.post(f"{url}/api/v1/tokens", data=body, timeout=10).text == "ok"
    assert [told[3] for told in asked] == [body] * 3


def test_silent_connections_over_ipv6_use_no_more_files_than_are_left(door):
    if not _has_ipv6():
        pytest.skip("this machine has no IPv6")
    port = int(door.rpartition(":")[2])
    with ExitStack() as opened:
        lines = []
        for _ in range(loopback6.MOST + 20):
            lines.append(opened.enter_context(socket.create_connection(("::1", port), 10)))
        for line in lines[loopback6.MOST :]:
            assert line.recv(1) == b""
        assert requests.get(f"{door}/api/v1/health", timeout=10).ok


def _has_ipv6():
    with socket.socket(socket.AF_INET6) as listener:
        try:
            listener.bind(("::1", 0))
        except OSError:
            return False
    return True


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1:1", "[::1]", "LOCALHOST:8003"])
def test_this_machines_names_are_known(door, host):
    assert raw(door, "GET /api/v1/health HTTP/1.1", f"Host: {host}") == "HTTP/1.1 200 OK"


@pytest.mark.parametrize(
    "host",
    ["evil.example", "127.0.0.1.evil.example", "localhost.evil.example:8003", "[::2]", "a@b"],
)
def test_a_page_whose_name_leads_here_is_refused(door, asked, host):
    for path in ("/api/v1/products", f"{PICTURE}?{SIGNED}", "/"):
        answer = requests.get(door + path, headers={"Host": host}, timeout=10)
        assert answer.status_code == 400
        assert answer.json()["type"] == "urn:shop:problem:malformed"
    both = ("GET /api/v1/health HTTP/1.1", "Host: localhost", f"Host: {host}")
    assert raw(door, *both) != "HTTP/1.1 200 OK"
    assert not asked


def test_behind_a_proxy_it_has_the_public_urls_name_and_path(asked, tmp_path):
    with a_door(tmp_path, PUBLIC_URL="https://shop.example/desk/") as door:
        for path in ("/desk/api/v1/x", "/api/v1/x"):
            assert requests.get(door + path, headers={"Host": "shop.example"}, timeout=10).ok
        link = f"{door}/desk{PICTURE}?{SIGNED}"
        assert requests.get(link, headers={"Host": "shop.example:443"}, timeout=10).ok
        assert requests.get(link, headers={"Host": "evil.example"}, timeout=10).status_code == 400
    paths = [path for _, path, _, _ in asked]
    assert paths == ["/api/v1/x", "/api/v1/x", f"{PICTURE}?{SIGNED}"]


def test_without_the_aws_behind_it_the_shop_is_unavailable(tmp_path):
    with a_door(tmp_path, AWS_ADDRESS=f"http://127.0.0.1:{ports.free()}") as door:
        answer = requests.get(f"{door}/api/v1/products", timeout=10)
    assert answer.status_code == 503
    assert answer.headers["Retry-After"] == "1"
    assert answer.json()["type"] == "urn:shop:problem:unavailable"
