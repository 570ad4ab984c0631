"""Several copies of a part, and where the others find them."""

import os
import signal

import pytest
import requests

from local.command import REFUSED
from local.record import SERVICES


@pytest.fixture
def several(terminal):
    terminal.start_and_wait(KIND="several")
    return terminal


def scale(terminal, part, count):
    done = terminal.type("control", "scale", part, str(count))
    assert done.returncode == 0, done.stderr
    return [
        line.strip() for line in done.stdout.splitlines()[1:]
    ]  # behind the count: where each listens


def names(terminal):
    return list(terminal.parts())


def listed(terminal, part):
    return terminal.data.read(SERVICES)[part]


def test_copies_are_parts_with_a_name_a_port_and_a_log_of_their_own(several):
    shown = scale(several, "shelf", 3)
    assert shown == listed(several, "shelf")
    assert len({requests.get(url, timeout=5).text for url in shown}) == 3
    assert [name for name in names(several) if "shelf" in name] == ["shelf", "shelf.2", "shelf.3"]
    assert "asked for /" in several.type("control", "logs", "shelf.3").stdout
    assert "shelf.2" in several.type("control", "ps").stdout


def test_scaling_down_stops_the_last_ones_and_leaves_nothing_of_them(several):
    first, *others = scale(several, "shelf", 3)
    pids = [several.part(name)["pid"] for name in ("shelf.2", "shelf.3")]
    assert scale(several, "shelf", 1) == [first]
    assert "shelf.2" not in names(several) and "shelf.3" not in names(several)
    assert not {process.pid for process in several.ours()} & set(pids)
    for url in others:
        with pytest.raises(requests.ConnectionError):
            requests.get(url, timeout=5)


def test_a_copy_that_is_killed_comes_back_at_its_address(several):
    before = scale(several, "shelf", 2)
    old = several.part("shelf.2")["pid"]
    assert several.type("control", "kill", "shelf.2").returncode == 0
    several.wait(lambda: several.part("shelf.2")["pid"] not in (0, old))
    several.wait(lambda: listed(several, "shelf") == before)


def test_only_copies_that_are_ready_are_listed(several):
    first, second = scale(several, "shelf", 2)
    broken = several.data.path / f"break-{second.rpartition(':')[2]}"
    broken.write_text("the sky is falling")
    os.kill(several.part("shelf.2")["pid"], signal.SIGKILL)
    several.wait(lambda: listed(several, "shelf") == [first])
    several.type("control", "stop", "shelf")
    assert listed(several, "shelf") == []
    broken.unlink()
    several.wait(lambda: listed(several, "shelf") == [second])


def test_a_copy_that_was_stopped_stays_stopped_until_it_is_started_or_let_go(several):
    first, _ = scale(several, "shelf", 2)
    several.type("control", "stop", "shelf.2")
    assert several.part("shelf.2")["state"] == "stopped"
    assert scale(several, "shelf", 2) == [first]
    several.type("control", "start", "shelf.2")
    several.wait(lambda: len(listed(several, "shelf")) == 2)
    several.type("control", "stop", "shelf.2")
    scale(several, "shelf", 1)
    assert len(scale(several, "shelf", 2)) == 2


def test_only_parts_that_speak_http_are_listed_and_only_while_the_stage_runs(several):
    several.wait(lambda: listed(several, "shelf"))
    found = several.data.read(SERVICES)
    assert set(found) == {"web", "shelf"}
    assert found["web"] == [f"http://127.0.0.1:{several.port}"]
    several.type("control", "stop")
    assert not (several.data.path / SERVICES).exists()
    assert several.ours() == []


def test_a_part_without_a_port_can_have_copies_too(several):
    assert scale(several, "worker", 2) == []
    assert {several.part(name)["port"] for name in ("worker", "worker.2")} == {0}
    made = sorted(file.name for file in (several.data.path / "workers").iterdir())
    assert made == ["worker", "worker.2"]


def test_a_part_of_which_there_is_one_is_refused_and_says_of_which_there_can_be_more(several):
    for part in ("web", "store"):
        refused = several.type("control", "scale", part, "2")
        said, _, can = refused.stderr.partition("; there can be several of: ")
        assert (refused.returncode, said) == (REFUSED, f"of {part} there is one")
        assert sorted(can.split()) == ["shelf", "worker,"]


def test_a_number_of_copies_that_is_none_is_refused_in_one_line(several):
    for count in ("0", "10", "-1", "many", ""):
        refused = several.type("control", "scale", "shelf", count)
        assert (refused.returncode, refused.stderr.count("\n")) == (REFUSED, 1)
        assert "N=1 to 9" in refused.stderr
