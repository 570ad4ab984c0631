"""What Ctrl-C does to `make contract` and the like."""

import os
import subprocess
import sys

from local.command import CUT_SHORT, run

from .drivers.stage import ROOT

PRESSED = """
import threading, time
from local.command import run

def main():
    threading.Thread(target=time.sleep, args=(60,)).start()
    raise KeyboardInterrupt

run(main)
"""


def test_ctrl_c_is_answered_in_a_word_and_waits_for_no_thread():
    command = [sys.executable, "-c", PRESSED]
    env = {**os.environ, "PYTHONPATH": str(ROOT / "shared")}
    run = subprocess.run(command, env=env, capture_output=True, text=True, timeout=30)
    assert (run.returncode, run.stderr) == (CUT_SHORT, "\nCut short.\n")


def test_a_command_that_nobody_cuts_short_says_itself_how_it_ended():
    assert run(len, ["two", "words"]) == 2
