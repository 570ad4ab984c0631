"""Which function hosts are killed, tested with other processes."""

import subprocess
import sys
from types import SimpleNamespace

import psutil
import pytest

from . import functions


def a_host():
    process = subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE)
    return psutil.Process(process.pid)


def test_every_host_is_killed_also_beside_one_that_has_just_gone(monkeypatch):
    gone, there = a_host(), a_host()
    gone.kill()
    gone.wait(timeout=30)
    monkeypatch.setattr(functions, "hosts", lambda stage: [gone, there])
    functions.kill_hosts(SimpleNamespace(stage=None))
    there.wait(timeout=30)
    assert not there.is_running()


def test_to_kill_nobody_is_no_fault(monkeypatch):
    monkeypatch.setattr(functions, "hosts", lambda stage: [])
    with pytest.raises(AssertionError, match="No host"):
        functions.kill_hosts(SimpleNamespace(stage=None))
