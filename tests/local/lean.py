"""A virtual environment with what one need installs and nothing else, linked from this one."""

import re
import subprocess
import sys
from importlib.metadata import distributions
from pathlib import Path

from tests.drivers.stage import ROOT

LOCKED = ROOT / "shared/requirements"


def installed(need):
    """The distributions of its lock file that this machine has: some are for other systems."""
    pins = re.findall(r"^([\w.-]+)(?:\[[\w,]+\])?==", (LOCKED / f"{need}.txt").read_text(), re.M)
    names = set(map(_plain, pins))
    return [each for each in distributions() if _plain(each.name) in names]


def megabytes(need):
    files = [Path(each.locate_file(file)) for each in installed(need) for file in each.files]
    return sum(file.stat().st_size for file in files if file.is_file()) / 1e6


def python(need, folder):
    """The path of its Python."""
    made = [sys.executable, "-m", "venv", "--without-pip", "--symlinks", folder]
    subprocess.run(made, check=True)
    (room,) = folder.glob("lib/python*/site-packages")
    for each in installed(need):
        for top in {file.parts[0] for file in each.files} - {"..", "__pycache__"}:
            link = room / top
            if not link.is_symlink():
                link.symlink_to(each.locate_file(top))
    return folder / "bin/python"


def _plain(name):
    return re.sub(r"[-_.]+", "-", name).lower()
