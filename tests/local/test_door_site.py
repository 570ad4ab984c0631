"""The storefront through the door of a local stage 3: from its bucket, signed, and no key more."""

import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
import requests

from serving.site import FOREVER, INDEX, REVALIDATE

from .test_door import a_door

STYLE = "assets/0123456789ab/shop.css"
KEYS = {INDEX: ("text/html; charset=utf-8", REVALIDATE), STYLE: ("text/css", FOREVER)}


class Bucket(BaseHTTPRequestHandler):
    asked = []

    def do_GET(self):
        Bucket.asked.append((self.path, self.headers))
        _, bucket, key = self.path.split("/", 2)
        media_type, cache = KEYS.get(key, ("", ""))
        self.send_response(200 if bucket == "shop-site" and media_type else 404)
        self.send_header("Content-Type", media_type)
        self.send_header("Cache-Control", cache)
        self.end_headers()
        self.wfile.write(key.encode())

    def log_message(self, *_):
        pass


@contextmanager
def a_bucket():
    server = ThreadingHTTPServer(("127.0.0.1", 0), Bucket)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


@pytest.fixture(scope="module")
def door(tmp_path_factory):
    folder = tmp_path_factory.mktemp("door")
    (folder / "site-bucket").write_text("shop-site")
    with a_bucket() as address, a_door(folder, AWS_ADDRESS=address) as url:
        yield url


@pytest.fixture(autouse=True)
def asked():
    Bucket.asked.clear()
    return Bucket.asked


def test_every_page_is_the_one_of_the_bucket_and_asked_for_signed(door, asked):
    for path in ("/", "/cart", "/staff/products/new"):
        answer = requests.get(door + path, timeout=10)
        assert (answer.status_code, answer.text) == (200, INDEX)
        assert answer.headers["Cache-Control"] == REVALIDATE
        assert "frame-ancestors 'none'" in answer.headers["Content-Security-Policy"]
    assert [path for path, _ in asked] == [f"/shop-site/{INDEX}"] * 3
    for _, headers in asked:
        assert headers["Authorization"].startswith("AWS4-HMAC-SHA256 Credential=LOCALKEY/")


def test_a_file_that_may_be_kept_is_asked_for_once(door, asked):
    for _ in range(3):
        answer = requests.get(f"{door}/{STYLE}", timeout=10)
        assert (answer.text, answer.headers["Cache-Control"]) == (STYLE, FOREVER)
    assert len(asked) <= 1


def test_what_the_bucket_does_not_have_is_404_in_the_contracts_form(door):
    answer = requests.get(f"{door}/assets/0123456789ab/js/app.js", timeout=10)
    assert answer.status_code == 404
    assert answer.json()["type"] == "urn:shop:problem:not-found"


def test_a_page_is_read_and_no_more(door, asked):
    answer = requests.post(f"{door}/cart", data=b"x", timeout=10)
    assert answer.status_code == 405
    assert answer.headers["Allow"] == "GET, HEAD, OPTIONS"
    assert requests.head(f"{door}/cart", timeout=10).content == b""


def test_before_the_deployment_the_site_is_unavailable(tmp_path):
    with a_bucket() as address, a_door(tmp_path, AWS_ADDRESS=address) as url:
        answer = requests.get(f"{url}/", timeout=10)
    assert answer.status_code == 503
    assert answer.headers["Retry-After"]


def test_with_no_file_left_to_open_the_shop_is_unavailable(tmp_path):
    """As when connections have used them all up; here what it opens is no file."""
    with a_door(tmp_path) as door:
        for name in ("api-id", "site-bucket"):
            (tmp_path / name).unlink(missing_ok=True)
            (tmp_path / name).mkdir()
        for path in ("/api/v1/products", "/"):
            answer = requests.get(door + path, timeout=10)
            assert answer.status_code == 503 and answer.headers["Retry-After"] == "1"
