"""What a walkthrough prints, taken apart, and its curl lines pasted into a shell."""

import os
import re
import subprocess
import sys
from typing import NamedTuple

from tests.drivers.stage import ROOT

SHOWN = re.compile(r"^(curl .*?)\n\n  (\d{3}) ", re.M | re.S)


class Step(NamedTuple):
    line: str
    status: int


def walked(name, data):
    """The steps of `make buy` or `make tour`, as a reader sees them."""
    words = [sys.executable, "-m", f"walkthrough.{name}"]
    env = {**os.environ, "PYTHONPATH": str(ROOT / "shared"), "DATA": str(data)}
    run = subprocess.run(words, env=env, cwd=ROOT, capture_output=True, text=True, timeout=120)
    assert run.returncode == 0, run.stdout + run.stderr
    assert "\033" not in run.stdout
    return [Step(line, int(status)) for line, status in SHOWN.findall(run.stdout)]


def pasted(line):
    """The status that the line is answered with. It must print the answer, and no complaint."""
    asks = f"{line} --noproxy '*' -w '%{{stderr}}%{{http_code}}'"
    run = subprocess.run(["sh", "-c", asks], cwd=ROOT, capture_output=True, text=True, timeout=60)
    assert run.returncode == 0 and run.stdout.startswith("{"), run.stderr
    return int(run.stderr)
