"""Which commands a running stage obeys, and what `make reset` refuses to remove."""

import socket
import stat
from contextlib import ExitStack
from multiprocessing import AuthenticationError

import psutil
import pytest
import requests

from local.channel import ask
from local.command import REFUSED
from local.data import RUN


def told(terminal, key, **order):
    return ask(terminal.data.read(RUN)["supervisor"]["control"], key, **order)


def answers(terminal):
    try:
        return requests.get(f"http://127.0.0.1:{terminal.port}/", timeout=5).status_code == 200
    except requests.ConnectionError:
        return False


def test_a_part_is_stopped_stays_stopped_and_is_started_again(terminal):
    terminal.start_and_wait()
    stopped = terminal.type("control", "stop", "web")
    assert stopped.stdout == "web is stopped, and stays so until: make start P=web\n"
    assert not answers(terminal)
    assert terminal.part("web")["state"] == "stopped"
    assert terminal.type("control", "start", "web").stdout == "web is ready.\n"
    assert answers(terminal)
    assert terminal.type("control", "start", "web").stdout == "web is ready already.\n"


def test_a_part_that_is_killed_on_request_comes_back(terminal):
    terminal.start_and_wait()
    old = terminal.part("store")["pid"]
    killed = terminal.type("control", "kill", "store").stdout
    assert killed.startswith(f"store was killed (pid {old}) and is started again")
    terminal.wait(lambda: terminal.part("store")["pid"] not in (0, old))


def test_a_frozen_part_hangs_until_it_is_thawed_or_stopped(terminal):
    terminal.start_and_wait()
    key, pid = terminal.data.read("secrets.json")["control"], terminal.part("web")["pid"]
    assert told(terminal, key, do="freeze", part="web") == {"done": True}
    terminal.wait(lambda: psutil.Process(pid).status() == psutil.STATUS_STOPPED)
    assert told(terminal, key, do="thaw", part="web") == {"done": True}
    terminal.wait(lambda: answers(terminal))
    told(terminal, key, do="freeze", part="web")
    assert terminal.type("control", "stop", "web").stdout.startswith("web is stopped")
    assert "no process" in told(terminal, key, do="freeze", part="web")["refused"]


def test_ps_lists_the_parts_and_logs_shows_what_one_said(terminal):
    terminal.start_and_wait()
    listed = terminal.type("control", "ps").stdout.splitlines()
    assert listed[0] == f"http://127.0.0.1:{terminal.port}"
    assert [line.split()[:2] for line in listed[2:-1]] == [["store", "ready"], ["web", "ready"]]
    each = [int(line.split()[-1]) for line in listed[2:]]
    assert listed[-1].startswith("all ") and abs(sum(each[:-1]) - each[-1]) <= 1  # rounded
    assert "prepared" in terminal.type("control", "logs", "web").stdout


def test_logs_without_a_name_shows_the_end_of_each(terminal):
    terminal.start_and_wait()
    for _ in range(9):
        requests.get(f"http://127.0.0.1:{terminal.port}/", timeout=5)
    said = terminal.type("control", "logs").stdout.splitlines()
    assert said[0] == "[store] has written nothing"
    assert said[1:] == ["[web] asked for /"] * 5


def test_a_parts_own_command_runs_in_its_environment(terminal):
    terminal.start_and_wait()
    secrets = terminal.data.read("secrets.json")
    answer = told(terminal, secrets["control"], do="run", part="web", name="repeat", words=["a b"])
    assert answer == {"done": True, "said": f"a b {secrets['key']}\n"}


def test_secrets_are_made_up_once_and_for_this_user_alone(terminal):
    terminal.start_and_wait()
    made = terminal.data.read("secrets.json")
    assert made["key"].startswith("dummy_") and len(made["key"]) > 40
    file = terminal.data.path / "secrets.json"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    terminal.type("control", "stop")
    terminal.start_and_wait()
    assert terminal.data.read("secrets.json") == made


def test_nobody_without_the_key_is_heard(terminal):
    terminal.start_and_wait()
    with pytest.raises(AuthenticationError):
        told(terminal, "guessed", do="down")
    assert answers(terminal)


def test_a_stranger_who_stays_silent_holds_up_nobody(terminal):
    """As a browser's preconnect does, for as long as its page is open."""
    terminal.start_and_wait()
    port = terminal.data.read(RUN)["supervisor"]["control"]
    with ExitStack() as lines:
        for _ in range(20):
            lines.enter_context(socket.create_connection(("127.0.0.1", port), timeout=5))
        assert terminal.type("control", "kill", "store").returncode == 0


def test_an_unknown_part_and_a_stage_that_does_not_run_are_one_line(terminal):
    idle = terminal.type("control", "ps")
    assert (idle.returncode, idle.stderr.count("\n")) == (REFUSED, 1)
    assert "Start it: make stage1" in idle.stderr
    terminal.start_and_wait()
    unknown = terminal.type("control", "kill", "nobody")
    assert unknown.stderr == "P=nobody is unknown. There is P=store or P=web\n"


def test_reset_forgets_a_stage_that_is_stopped(terminal):
    terminal.start_and_wait()
    refused = terminal.type("control", "reset")
    assert refused.returncode == REFUSED and "Stop it first" in refused.stderr
    assert terminal.type("control", "stop").returncode == 0
    assert terminal.type("control", "reset").returncode == 0
    assert not terminal.data.path.exists()


def test_reset_and_start_leave_a_folder_alone_that_is_somebody_elses(terminal):
    terminal.data.path.mkdir()
    letter = terminal.data.path / "letter.txt"
    letter.write_text("dear")
    assert "nothing was removed" in terminal.type("control", "reset").stderr
    assert "holds other things" in terminal.type("run", "tests/local/dummy").stderr
    assert [letter] == list(terminal.data.path.iterdir())


def test_stop_leaves_a_folder_that_is_no_shops_alone(terminal, tmp_path):
    thesis = tmp_path / "thesis"
    thesis.mkdir()
    (thesis / RUN).write_text("")
    stopped = terminal.type("control", "stop", DATA=str(thesis))
    assert stopped.returncode == REFUSED and "Nothing runs on" in stopped.stderr
    assert [file.name for file in thesis.iterdir()] == [RUN]
