"""What a program's imports weigh: `python -m tests.bench.weighed catalog.app`, in a process of its
own. Writes {package: bytes} as JSON, without Python's own library.

The modules are imported one by one, each after those that it needs, and the memory that belongs to
this process alone (USS) is read after each. So a package's weight is that of its own modules.
"""

import importlib
import json
import subprocess
import sys
from collections import Counter
from pathlib import Path

import psutil

from .profiled_shop import package

PYTHON = "python"  # its own library: some of it is here already, for what measures


def in_order(program):
    """Names of all modules that the program imports, in the order in which their code had run.

    https://docs.python.org/3/using/cmdline.html#cmdoption-X: importtime
    """
    words = [sys.executable, "-X", "importtime", "-c", f"import {program}"]
    said = subprocess.run(words, check=True, capture_output=True, text=True).stderr
    lines = [line for line in said.splitlines() if line.startswith("import time:")]
    return [line.rpartition("|")[2].strip() for line in lines[1:]]  # the first is the heading


def weighed(names):
    """{package: bytes}"""
    process, found = psutil.Process(), Counter()
    before = process.memory_full_info().uss
    for name in names:
        module = _imported(name)
        now = process.memory_full_info().uss
        file = getattr(module, "__file__", None) or ""
        found[package(file) if Path(file).suffix else PYTHON] += now - before
        before = now
    del found[PYTHON]
    return found


def _imported(name):
    try:
        return importlib.import_module(name)
    except Exception:  # an optional one, which its package does without
        return None


if __name__ == "__main__":
    print(json.dumps(weighed(in_order(sys.argv[1]))))
