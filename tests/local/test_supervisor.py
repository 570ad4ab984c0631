"""The supervisor, with parts that are no shop but die like one."""

import os
import signal

import pytest
import requests

from local import ports
from local.command import REFUSED
from local.data import RUN


def worker(terminal):
    """The pid of the process that answers, 0 if none does."""
    try:
        return int(requests.get(f"http://127.0.0.1:{terminal.port}/", timeout=5).text)
    except requests.ConnectionError:
        return 0


def is_back(terminal, old):
    return worker(terminal) not in (0, old)


def test_parts_start_in_the_order_of_their_needs_and_stop_in_reverse(terminal):
    terminal.start_and_wait().terminate()
    terminal.wait(lambda: terminal.shown().count("stopped") == 2)
    steps = ("starting", "stopped")
    told = [line.split() for line in terminal.shown().splitlines() if line.endswith(steps)]
    assert told == [
        ["[store]", "starting"],
        ["[web]", "starting"],
        ["[web]", "stopped"],
        ["[store]", "stopped"],
    ]


def test_a_part_waits_for_those_it_comes_after_when_it_starts_first_and_never_again(terminal):
    terminal.data.claim("dummy")
    terminal.data.unlock()
    held = terminal.hold("worker")
    terminal.start(KIND="several")
    terminal.wait(lambda: "[shelf]  ready" in terminal.shown())
    shown = terminal.shown()
    assert shown.index("[store]  ready") < shown.index("[shelf]  starting")
    held.unlink()
    terminal.wait(lambda: terminal.data.read(RUN)["open"])
    terminal.type("control", "stop", "store")
    old = terminal.part("shelf")["pid"]
    for part in ("shelf", "web"):
        terminal.type("control", "kill", part)
    terminal.wait(lambda: terminal.is_ready("shelf") and terminal.part("shelf")["pid"] != old)
    terminal.wait(lambda: terminal.part("web")["state"] == "waiting")  # it needs the store
    terminal.type("control", "start", "store")
    terminal.wait(lambda: terminal.is_ready("web"))


def test_the_file_of_an_earlier_start_does_not_say_that_a_part_is_up(terminal):
    terminal.start_and_wait(KIND="several")
    assert (terminal.data.path / "workers" / "worker").exists()
    held, old = terminal.hold("worker"), terminal.part("worker")["pid"]
    terminal.type("control", "kill", "worker")
    terminal.wait(lambda: terminal.part("worker")["pid"] not in (0, old))
    assert terminal.part("worker")["state"] == "starting"
    held.unlink()
    terminal.wait(lambda: terminal.is_ready("worker"))


def test_how_many_parts_are_up_is_said_until_all_are(terminal):
    terminal.start_and_wait(KIND="several").terminate()
    terminal.wait(lambda: "[store]  stopped" in terminal.shown())
    assert "of 4 are up\n" in terminal.shown() and "4 of 4" not in terminal.shown()


def test_what_a_part_says_is_shown_with_its_label_and_kept(terminal):
    terminal.start_and_wait()
    worker(terminal)
    terminal.wait(lambda: "[web]   asked for /\n" in terminal.shown())
    assert "prepared\n" in terminal.data.log("web").read_text()


def test_a_killed_part_comes_back_though_its_orphan_keeps_the_port(terminal):
    terminal.start_and_wait()
    old = worker(terminal)
    os.kill(terminal.part("web")["pid"], signal.SIGKILL)
    terminal.wait(lambda: is_back(terminal, old))
    terminal.wait(lambda: "was killed (SIGKILL); starting it again" in terminal.shown())


def test_a_part_that_lost_its_worker_comes_back(terminal):
    terminal.start_and_wait()
    old = worker(terminal)
    os.kill(old, signal.SIGKILL)
    terminal.wait(lambda: is_back(terminal, old))


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_stopped_stage_leaves_no_process_and_no_port(terminal, number):
    supervisor = terminal.start_and_wait()
    used = [terminal.part(name)["port"] for name in ("web", "store")]
    supervisor.send_signal(number)
    assert supervisor.wait(30) == 0
    assert terminal.ours() == []
    assert all(ports.is_free(port) for port in used)
    assert not (terminal.data.path / RUN).exists()


def test_the_start_after_a_kill_of_the_supervisor_ends_what_that_one_left(terminal):
    supervisor = terminal.start_and_wait()
    supervisor.kill()
    supervisor.wait()
    left = {process.pid for process in terminal.ours()}
    assert len(left) == 4, "nothing was left, so nothing is tested"
    terminal.start_and_wait()
    assert not left & {process.pid for process in terminal.ours()}
    terminal.wait(lambda: "Ended what an earlier run had left behind" in terminal.shown())


def test_that_start_finds_orphans_as_well(terminal):
    supervisor = terminal.start_and_wait()
    orphan = worker(terminal)
    supervisor.send_signal(signal.SIGSTOP)  # it must not see what happens next
    os.kill(terminal.part("web")["pid"], signal.SIGKILL)
    supervisor.kill()
    supervisor.wait()
    assert worker(terminal) == orphan
    terminal.start_and_wait()
    assert worker(terminal) != orphan


def test_a_part_that_dies_at_once_is_started_less_and_less_often_until_it_lives(terminal):
    terminal.start_and_wait()
    broken = terminal.data.path / f"break-{terminal.port}"
    broken.write_text("the sky is falling")
    os.kill(terminal.part("web")["pid"], signal.SIGKILL)
    terminal.wait(lambda: "starting it again in 1 s" in terminal.shown())
    terminal.wait(lambda: "  | the sky is falling" in terminal.shown())
    broken.unlink()
    terminal.wait(lambda: worker(terminal))


def test_a_stage_that_does_not_come_up_says_why_and_ends(terminal):
    terminal.data.claim("dummy")
    terminal.data.unlock()
    (terminal.data.path / f"break-{terminal.port}").write_text("the sky is falling")
    supervisor = terminal.start()
    assert supervisor.wait(30) == 1
    assert "  | the sky is falling" in terminal.shown()
    assert terminal.ours() == []


def test_a_port_in_use_is_said_in_one_line_with_a_way_out(terminal):
    terminal.start_and_wait()
    second = terminal.data.path.with_name("second")
    refused = terminal.type("run", "tests/local/dummy", DATA=str(second))
    assert refused.returncode == REFUSED
    assert refused.stderr.startswith(f"Port {terminal.port} is in use by ")
    assert f"PORT={terminal.port + 10} make dummy" in refused.stderr
    assert refused.stderr.count("\n") == 1


def test_of_two_starts_at_the_same_moment_one_gets_the_port(terminal, tmp_path):
    second, said = tmp_path / "second", tmp_path / "said"
    with said.open("wb") as output:
        other = terminal.start(output=output, DATA=str(second))
        first = terminal.start()
        terminal.wait(lambda: REFUSED in (first.poll(), other.poll()))
    refused = terminal.shown() if first.poll() == REFUSED else said.read_text()
    assert refused.startswith(f"Port {terminal.port} is in use by "), refused
    assert refused.count("\n") == 1
    assert None in (first.poll(), other.poll())


def test_the_lock_on_a_port_ends_with_whoever_holds_it(terminal):
    assert ports.reserve(terminal.port)
    assert not ports.reserve(terminal.port)
    assert ports.is_free(terminal.port), "the lock must not keep the stage itself from the port"
    ports._locks.pop().close()  # as at the end of this process
    terminal.start_and_wait()
    assert not ports.reserve(terminal.port)


def test_a_second_start_on_the_same_data_is_refused_in_one_line(terminal):
    terminal.start_and_wait()
    refused = terminal.type("run", "tests/local/dummy")
    assert refused.returncode == REFUSED
    assert f"already runs on {terminal.data.path} (http://127.0.0.1:{terminal.port})" in (
        refused.stderr
    )
    assert refused.stderr.count("\n") == 1
    assert worker(terminal)


@pytest.mark.parametrize("said", ["0", "70000", "http", "-1", "8 1"])
def test_a_port_that_is_none_is_refused(terminal, said):
    refused = terminal.type("run", "tests/local/dummy", PORT=said)
    assert (refused.returncode, refused.stderr.count("\n")) == (REFUSED, 1)
    assert f"PORT={said} is no port" in refused.stderr
