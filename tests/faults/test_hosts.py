"""Which hosts of functions are killed, with processes that are none."""

import socket
import subprocess
import sys
from types import SimpleNamespace

import psutil
import pytest

from . import functions

SPEAK = "import socket; line = socket.create_connection(('127.0.0.1', {port})); input()"
BE_SILENT = "input()"


@pytest.fixture
def host():
    """host(program): a process that runs it until it is killed."""
    begun = []

    def begin(program):
        process = subprocess.Popen([sys.executable, "-c", program], stdin=subprocess.PIPE)
        begun.append(process)
        return psutil.Process(process.pid)

    yield begin
    for process in begun:
        process.kill()
        process.communicate()


def test_a_host_that_works_is_killed_and_one_that_only_starts_is_not(host, monkeypatch):
    with socket.create_server(("127.0.0.1", 0)) as aws:
        works, starts = host(SPEAK.format(port=aws.getsockname()[1])), host(BE_SILENT)
        line, _ = aws.accept()
        monkeypatch.setattr(functions, "hosts", lambda stage: [starts, works])
        functions.kill_hosts(SimpleNamespace(stage=None))
        works.wait(timeout=30)
        assert starts.is_running()
        line.close()


def test_to_kill_nobody_is_no_fault(host, monkeypatch):
    starts = host(BE_SILENT)
    monkeypatch.setattr(functions, "hosts", lambda stage: [starts])
    with pytest.raises(AssertionError, match="No host"):
        functions.kill_hosts(SimpleNamespace(stage=None))
