"""Who may ask the control room for what: this machine, its own page, and who has the token."""

import re

import pytest
import requests

from tests.attacks import test_ports as attacks

from . import sent
from .room import TOKEN

SAME = {"Sec-Fetch-Site": "same-origin"}
FOREIGN = [
    {"Origin": "https://evil.example"},
    {"Origin": "null"},
    {"Sec-Fetch-Site": "cross-site"},
    {"Sec-Fetch-Site": "same-site"},  # another port of this machine
]
CLOSED = [("GET", "/stream"), ("GET", "/source?orders"), ("POST", "/do")]
CLOSED += [("GET", "/spans"), ("GET", "/others")]
EVIL = "evil.example"


@pytest.mark.parametrize(("method", "path"), CLOSED)
@pytest.mark.parametrize("token", ["", "wrong", "0123456789abcdefghijkL"])
def test_nothing_is_told_or_done_without_the_token(room, method, path, token):
    answer = room.ask(method, path, token, json={"do": "kill", "part": "cart"})
    assert answer.status_code == 403


@pytest.mark.parametrize(("method", "path"), CLOSED)
@pytest.mark.parametrize("head", FOREIGN, ids=str)
def test_nor_for_a_page_of_another_site_that_has_it(room, method, path, head):
    answer = room.ask(method, path, headers=head, json={"do": "kill", "part": "cart"})
    assert answer.status_code == 403


@pytest.mark.parametrize("host", [EVIL, f"{EVIL}:1", "127.0.0.1", "localhost:1", "[::1"])
@pytest.mark.parametrize(
    ("method", "path"), [*CLOSED, ("GET", "/"), ("GET", "/js/app.js"), ("POST", "/v1/traces")]
)
def test_nor_under_another_host(room, method, path, host):
    answer = room.ask(method, path, headers={"Host": host}, json={})
    assert answer.status_code in (400, 403)


def test_its_own_page_may(room):
    head = {"Origin": room.url, **SAME}
    answer = room.ask("GET", "/source?orders", headers=head)
    assert answer.status_code == 200
    assert answer.json()["file"] == "stage2-services/orders/usecases.py"


@pytest.mark.parametrize("head", [*FOREIGN, SAME, {"Referer": "http://127.0.0.1/"}], ids=str)
def test_no_page_sends_spans(room, head):
    answer = requests.post(f"{room.url}/v1/traces", json={}, headers=head, timeout=30)
    assert answer.status_code == 403


@pytest.mark.parametrize("kind", ["text/plain", "application/x-www-form-urlencoded"])
def test_spans_are_json(room, kind):
    answer = requests.post(
        f"{room.url}/v1/traces", data=b"{}", headers={"Content-Type": kind}, timeout=30
    )
    assert answer.status_code == 415


@pytest.mark.parametrize("content", [b"", b"[]", b"{", b'{"resourceSpans": 3}'])
def test_what_are_no_spans_is_refused(room, content):
    answer = requests.post(
        f"{room.url}/v1/traces",
        data=content,
        headers={"Content-Type": "application/json"},
        timeout=30,
    )
    assert answer.status_code == 400


@pytest.mark.parametrize("page", attacks.PAGE)
def test_the_attacks_on_every_port_gain_nothing_here(room, page):
    """As tests/attacks/test_ports.py does to a whole stage."""
    for method, path, kind, body in attacks.REQUESTS:
        for head, host in ((attacks.PAGE[page], None), ({}, f"{EVIL}:{room.port}")):
            got = attacks.sent(room.port, method, path, kind, body, head, host)
            case = f"control-room: {method} {path}"
            assert attacks.gained(case, got) is None, (case, got[:200])


@pytest.mark.parametrize(
    "wanted",
    [
        None,
        [],
        {},
        {"do": "down"},
        {"do": "run", "part": "shop", "name": "staff"},
        {"do": "kill"},
        {"do": "kill", "part": "control-room"},
        {"do": "scale", "part": "cart", "count": "many"},
        {"do": "buyers", "count": 51},
        {"do": "buyers", "count": -1},
        {"do": "switch"},
        {"do": "order", "order": "x"},
        {"do": "buy everywhere"},
    ],
    ids=str,
)
def test_what_makes_no_sense_is_refused(room, wanted):
    answer = room.ask("POST", "/do", json=wanted)
    assert answer.status_code == 400 and answer.json()["refused"]


@pytest.mark.parametrize("path", ["/source?../../SECURITY.md", "/source?", "/source?nothing"])
def test_only_the_source_of_what_is_on_the_map_is_shown(room, path):
    assert room.ask("GET", path).status_code == 404


@pytest.mark.parametrize("path", ["/..%2fapp.py", "/js/../../app.py", "/app.py", "/js/"])
def test_no_file_is_opened_by_a_name_that_is_sent(room, path):
    asked = requests.Request("GET", room.url).prepare()
    asked.url = room.url + path
    with requests.Session() as session:
        session.trust_env = False
        assert session.send(asked, timeout=30).status_code in (403, 404)


def test_the_page_may_run_its_own_scripts_and_no_others(room):
    answer = requests.get(room.url, timeout=30)
    policy = dict(
        part.strip().split(" ", 1) for part in answer.headers["Content-Security-Policy"].split(";")
    )
    assert policy["default-src"] == "'self'"
    assert policy["require-trusted-types-for"] == "'script'"
    assert policy["trusted-types"] == "'none'" and policy["frame-ancestors"] == "'none'"
    assert "unsafe" not in str(policy) and "script-src" not in policy
    assert not re.search(r"<script(?![^>]*\bsrc=)|\son\w+=|\sstyle=|javascript:", answer.text)
    assert TOKEN not in answer.text


def test_as_many_traces_are_kept_as_a_page_needs_and_no_more(room):
    lines = sent.scene("stage1")[:1]
    for number in range(70):
        room.feed(lines, f"c{number:03}")
    with room.ask("GET", "/stream", stream=True) as answer:
        events = (line for line in answer.iter_lines() if line.startswith(b"data: [{"))
        assert next(events).count(b'"trace"') == 60
