"""The processor time of a part is that of all its processes, of those that are gone too."""

import subprocess
import sys
from types import SimpleNamespace

import psutil

from . import processes

PARENT = """
import subprocess, sys
subprocess.run([sys.executable, "-c", "sum(range(5_000_000))"], check=True)
print("the child has ended", flush=True)
input()
"""


def test_what_a_child_took_is_counted_after_its_end():
    with subprocess.Popen(
        [sys.executable, "-c", PARENT],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        start_new_session=True,
    ) as part:
        assert part.stdout.readline() == "the child has ended\n"
        own = sum(psutil.Process(part.pid).cpu_times()[:2])
        stage = SimpleNamespace(run={"parts": {"busy": {"pid": part.pid}}})
        assert processes.processor(stage)["busy"] > own
        part.communicate("\n")
