"""Ctrl-C between any two steps of a first start, before the supervisor listens for it."""

import subprocess
import sys

import pytest

from tests.drivers.ctrl_c import as_in_a_terminal

from .conftest import DUMMY

STEPS = ["data.Data.lock", "data.Data.secrets", "channel.Channel.start", "run._environment"]
SCRIPT = """
import os, signal, sys
from local import channel, command, data, run

real = {step}

def interrupted(*all):
    found = real(*all)
    os.kill(os.getpid(), signal.SIGINT)
    return found

{step} = interrupted
sys.exit(command.run(run.main, sys.argv[1:]))
"""


@pytest.mark.parametrize("step", STEPS)
def test_ctrl_c_after_any_step_leaves_nothing(terminal, step):
    words = [sys.executable, "-c", SCRIPT.format(step=step), str(DUMMY)]
    ended = subprocess.run(
        words,
        env=terminal.environ,
        preexec_fn=as_in_a_terminal,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert "Traceback" not in ended.stderr
    assert terminal.ours() == []
    assert not terminal.data.path.exists(), ended.stderr
