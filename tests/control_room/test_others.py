"""Which control rooms are found beside a stage, and who may not name one."""

import http.server
import os
import socket
import threading
import time

import pytest

from control_room import compare, others
from control_room.received import Arrived
from local import xray
from local.data import Data
from local.group import started
from spans import reading

from . import sent

TOKEN = "the-key-of-stage-2"
SET = "" if xray.CHOICES[0] == "on" else "XRAY=on "  # the first choice need not be typed


def running(folder, stage, port=8102, state="ready", token=TOKEN):
    """A data folder as the supervisor of a stage with a control room keeps it."""
    data = Data(folder, stage)
    data.claim(stage)
    data.unlock()
    part = {"pid": 0, "started": time.time(), "stop": 15, "state": state, "port": port}
    us = {"pid": os.getpid(), "started": started(os.getpid()), "control": 1}
    run = {"supervisor": us, "open": True, "parts": {"control-room": part}, "address": "http://a"}
    run["links"] = {"control-room": f"http://127.0.0.1:{port}/#token={token}"}
    data.write("run.json", run)
    return data


@pytest.fixture
def own(tmp_path):
    return running(tmp_path / "stage1", "stage1")


def test_a_stage_next_to_this_one_is_found(own, tmp_path):
    running(tmp_path / "stage2", "stage2")
    assert others.rooms(own) == {"stage2": others.Room(8102, TOKEN, "http://a")}


def test_of_two_the_one_that_has_the_usual_name_is_taken(own, tmp_path):
    running(tmp_path / "another", "stage2", port=1)
    running(tmp_path / "stage2", "stage2", port=2)
    assert others.rooms(own)["stage2"].port == 2


@pytest.mark.parametrize("bits", [0o755, 0o770, 0o701], ids=oct)
def test_not_from_a_folder_that_others_may_enter(own, tmp_path, bits):
    running(tmp_path / "stage2", "stage2")
    (tmp_path / "stage2").chmod(bits)
    assert others.rooms(own) == {}


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can give a folder away")
def test_not_from_a_folder_of_another_user(own, tmp_path):
    running(tmp_path / "stage2", "stage2")
    os.chown(tmp_path / "stage2", 65534, 65534)
    assert others.rooms(own) == {}


def test_not_by_a_link(own, tmp_path):
    running(tmp_path / "far" / "stage2", "stage2")
    (tmp_path / "stage2").symlink_to(tmp_path / "far" / "stage2")
    assert others.rooms(own) == {}


@pytest.mark.parametrize(
    "content",
    ["{", "[]", "{}", '{"supervisor": 1}', '{"supervisor": {"pid": 1, "started": 1}, "parts": {}}'],
)
def test_not_from_what_is_damaged_or_over(own, tmp_path, content):
    data = running(tmp_path / "stage2", "stage2")
    (data.path / "run.json").write_text(content)
    assert others.rooms(own) == {}


@pytest.mark.parametrize("more", [{"state": "stopped"}, {"token": ""}], ids=str)
def test_not_while_it_is_down(own, tmp_path, more):
    running(tmp_path / "stage2", "stage2", **more)
    assert others.rooms(own) == {}


def test_the_command_is_one_that_would_be_found(own, tmp_path):
    assert others.how(own, "stage3") == f"{SET}DATA={tmp_path}/stage3 make stage3"
    usual = Data(others.USUAL / "stage1", "stage1")
    assert others.how(usual, "stage3") == f"{SET}make stage3"


class Elsewhere(http.server.BaseHTTPRequestHandler):
    """Sends each client to another address."""

    def do_GET(self):
        self.server.asked.append(self.path)
        self.send_response(302)
        self.send_header("Location", f"http://127.0.0.1:{self.server.server_port}/stolen")
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *args):
        pass


def test_the_key_follows_no_redirect(own, tmp_path):
    with http.server.HTTPServer(("127.0.0.1", 0), Elsewhere) as server:
        server.asked = []
        thread = threading.Thread(target=server.serve_forever, args=(0.05,))
        thread.start()
        running(tmp_path / "stage2", "stage2", port=server.server_port)
        told = compare.told(own, Arrived(), "")
        server.shutdown()
        thread.join()
    assert server.asked == ["/spans?"]
    assert told["stage2"]["silent"] and "spans" not in told["stage2"]


def test_a_room_that_does_not_answer_is_silent(own, tmp_path):
    with socket.socket() as bound:  # and does not listen
        bound.bind(("127.0.0.1", 0))
        running(tmp_path / "stage2", "stage2", port=bound.getsockname()[1])
        told = compare.told(own, Arrived(), "")
    assert told["stage2"].keys() == {"start", "silent"}
    assert told["stage3"].keys() == {"start"}


def test_each_span_comes_once(own):
    arrived, lines = Arrived(), sent.scene("stage1")
    arrived.add(reading.spans(sent.in_json(lines[:2])))
    first = compare.told(own, arrived, "")["stage1"]
    assert len(first["spans"]) == 2 and first["map"]["stage"] == "stage1"
    arrived.add(reading.spans(sent.in_json(lines[2:5])))
    then = compare.told(own, arrived, f"stage1={first['cursor']}")["stage1"]
    assert [span["name"] for span in then["spans"]] == [line[4] for line in lines[2:5]]
    assert "map" not in then
    assert arrived.since(then["cursor"])["spans"] == []


@pytest.mark.parametrize("cursor", ["", "x", "abc.2", "abc.9999", "²", "." + "9" * 5000])
def test_a_cursor_of_another_start_begins_anew(cursor):
    arrived = Arrived()
    arrived.add(reading.spans(sent.in_json(sent.scene("stage1")[:3])))
    assert len(arrived.since(cursor)["spans"]) == 3


def test_a_cursor_from_the_future_gets_nothing():
    arrived = Arrived()
    begun = arrived.since("")["cursor"].partition(".")[0]
    arrived.add(reading.spans(sent.in_json(sent.scene("stage1")[:3])))
    assert arrived.since(f"{begun}.99999999999999999999")["spans"] == []
