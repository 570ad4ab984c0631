"""A start that can't be, a damaged file, a full disk: one line, and nothing is lost."""

import resource
import signal
import socket
import threading
import time

import psutil
import pytest

from local import ports
from local.command import REFUSED
from local.data import MARK, RUN, Data

DUMMY = "tests/local/dummy"
STATE = {RUN: b"", "secrets.json": b'{"key": "dum', "sign-ins.json": b"\0" * 20}


def refused(done):
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (REFUSED, "", 1), done.stderr
    return done.stderr


@pytest.mark.parametrize("below", ["file", "new/file"])
def test_a_folder_that_can_not_be_is_refused_and_leaves_nothing(terminal, tmp_path, below):
    (tmp_path / below).parent.mkdir(exist_ok=True)
    (tmp_path / below).touch()
    before = sorted(tmp_path.rglob("*"))
    said = refused(terminal.type("run", DUMMY, DATA=str(tmp_path / below / "deeper/data")))
    assert "can't be used: Not a directory" in said and "DATA=…" in said
    assert sorted(tmp_path.rglob("*")) == before


def test_a_start_that_is_refused_for_its_port_leaves_nothing(terminal, tmp_path):
    with socket.create_server(("127.0.0.1", terminal.port)):
        refused(terminal.type("run", DUMMY, DATA=str(tmp_path / "new/data")))
        empty = tmp_path / "empty"
        empty.mkdir()
        refused(terminal.type("run", DUMMY, DATA=str(empty)))
    assert not (tmp_path / "new").exists()
    assert list(empty.iterdir()) == []


def test_a_start_on_a_full_disk_is_refused_and_leaves_nothing(terminal, tmp_path, monkeypatch):
    """A limit on the size of files stands for the disk: the first write fails."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, hard))
    try:
        data = Data(tmp_path / "new/data")
        with pytest.raises(Exception, match="can't be used: File too large"):
            data.claim("dummy")
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert not (tmp_path / "new").exists()


@pytest.mark.parametrize("name", ["secrets.json", "sign-ins.json"])
def test_a_damaged_file_that_matters_is_named_with_what_is_lost(terminal, name):
    terminal.start_and_wait()
    terminal.type("control", "stop")
    (terminal.data.path / name).write_bytes(STATE[name])
    said = refused(terminal.type("run", DUMMY))
    assert f"{name} is damaged" in said and "make reset" in said
    assert terminal.ours() == []
    assert (terminal.data.path / name).read_bytes() == STATE[name]
    assert terminal.type("control", "reset").returncode == 0


def test_a_damaged_record_of_a_run_keeps_no_shop_from_being_stopped_and_started(terminal):
    supervisor = terminal.start_and_wait()
    (terminal.data.path / RUN).write_bytes(STATE[RUN])
    assert "run.json is damaged" in refused(terminal.type("control", "ps"))
    supervisor.kill()
    supervisor.wait()
    said = terminal.shown().count("The shop is open")  # or killed a moment before it said so
    terminal.start()
    terminal.wait(lambda: terminal.shown().count("The shop is open") > said)


@pytest.mark.parametrize("action", ["ps", "stop"])
def test_a_folder_with_an_empty_mark_says_what_to_do(terminal, action):
    terminal.start_and_wait()
    terminal.type("control", "stop")
    (terminal.data.path / MARK).write_text("")
    said = refused(terminal.type("control", action))
    if action == "ps":
        assert f"echo stage1 > {terminal.data.path / MARK}" in said
    assert terminal.type("control", "reset").returncode == 0


def test_a_full_disk_takes_no_supervisor_down(terminal):
    supervisor = terminal.start_and_wait()
    old = terminal.part("store")["pid"]
    process = psutil.Process(supervisor.pid)
    unlimited = process.rlimit(psutil.RLIMIT_FSIZE)
    process.rlimit(psutil.RLIMIT_FSIZE, (0, unlimited[1]))
    psutil.Process(old).kill()
    terminal.wait(lambda: not psutil.pid_exists(old))
    for _ in range(20):  # steps of the supervisor, each of which would write
        assert supervisor.poll() is None, terminal.shown()
        time.sleep(0.05)
    process.rlimit(psutil.RLIMIT_FSIZE, unlimited)
    terminal.wait(lambda: terminal.is_ready("store") and terminal.part("store")["pid"] != old)
    assert terminal.type("control", "stop").returncode == 0
    assert (supervisor.wait(30), terminal.ours()) == (0, [])


@pytest.mark.parametrize("moment", [0, 0.05, 0.1, 0.2, 0.3, 0.5])
def test_ctrl_c_at_any_moment_of_a_first_start_leaves_nothing(terminal, moment):
    supervisor = terminal.start()
    time.sleep(moment)
    supervisor.send_signal(signal.SIGINT)
    supervisor.wait(30)
    said = terminal.shown()
    assert "Traceback" not in said
    assert terminal.ours() == []
    assert "The shop is open" in said or not terminal.data.path.exists()


def test_a_port_that_is_let_go_a_moment_later_is_waited_for():
    listener = socket.create_server(("127.0.0.1", ports.free()))
    port = listener.getsockname()[1]
    assert not ports.becomes_free(port, within=0)
    threading.Timer(0.2, listener.close).start()
    assert ports.becomes_free(port, within=20)
