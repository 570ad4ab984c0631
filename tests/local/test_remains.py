"""Only what is surely ours is ended after a crash of the supervisor."""

import os
import signal
import subprocess
import sys

import pytest

from local import group, remains
from local.data import RUN, Data


@pytest.fixture
def sleeper():
    words = [sys.executable, "-c", "import time; time.sleep(60)"]
    process = subprocess.Popen(words, start_new_session=True)
    yield process
    process.kill()
    process.wait()


def recorded(tmp_path, pid, started):
    data = Data(tmp_path)
    data.write(RUN, {"parts": {"web": {"pid": pid, "started": started}}})
    return data


def test_a_process_that_started_when_the_record_says_is_ended(tmp_path, sleeper):
    data = recorded(tmp_path, sleeper.pid, group.started(sleeper.pid))
    assert remains.end(data) == [sleeper.pid]
    assert sleeper.wait(10) < 0
    assert data.read(RUN) == {}


def test_a_process_that_only_has_the_number_again_is_left_alone(tmp_path, sleeper):
    data = recorded(tmp_path, sleeper.pid, group.started(sleeper.pid) - 60)
    assert remains.end(data) == []
    assert sleeper.poll() is None


def test_a_record_of_parts_that_were_down_ends_nobody(tmp_path):
    assert remains.end(recorded(tmp_path, 0, 0)) == []


@pytest.mark.parametrize("pid", [0, 1, -1])
def test_no_number_that_stands_for_more_than_one_group_is_ever_signalled(pid):
    with pytest.raises(ValueError):
        group.signal_group(pid, 0)
    assert os.getpid()


def test_a_part_is_asked_to_stop_before_it_is_killed(tmp_path):
    """In its own way: so it can keep what it would lose."""
    last_words = tmp_path / "kept"
    program = f"""
import pathlib, signal, sys
signal.signal(signal.SIGINT, lambda *_: (pathlib.Path({str(last_words)!r}).touch(), sys.exit()))
print(flush=True)
signal.pause()
"""
    words = [sys.executable, "-c", program]
    process = subprocess.Popen(words, start_new_session=True, stdout=subprocess.PIPE)
    process.stdout.readline()
    part = {"pid": process.pid, "started": group.started(process.pid), "stop": signal.SIGINT}
    data = Data(tmp_path)
    data.write(RUN, {"parts": {"web": part}})
    assert remains.end(data) == [process.pid]
    assert process.wait(10) == 0
    assert last_words.exists()
    process.stdout.close()
