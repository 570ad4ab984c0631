"""The system's Chromium, and what drives it. Nothing else of the project needs either."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest

REQUIREMENTS = Path(__file__).parents[2] / "shared/requirements/browser.txt"
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
NEEDED = ("playwright", "axe_playwright_python", "zxingcpp")
# Playwright's own list leaves some of these on, and nothing here may speak to another host.
OPTIONS = [
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]
HOW = "No browser: sudo apt install chromium, or CHROMIUM=/path/to/chromium"


def chromium() -> str | None:
    """CHROMIUM, or the first one that the PATH has."""
    given = os.environ.get("CHROMIUM")
    return given or next(filter(None, map(shutil.which, NAMES)), None)


def install() -> None:
    """Playwright and axe-core, once; both bring all they need in their wheels."""
    if all(map(find_spec, NEEDED)):
        return
    print("Installing what the browser tests need (only the first time)", file=sys.stderr)
    words = ["--quiet", "--no-deps", "--require-hashes", "-r", str(REQUIREMENTS)]
    subprocess.run([sys.executable, "-m", "pip", "install", *words], check=True)


def of_a_module() -> Iterator[Any]:
    """The body of a fixture: a browser, closed with its module, since an open Playwright keeps its
    event loop running in this process. Without Chromium the tests skip, or fail if told so."""
    if not chromium():
        if os.environ.get("MUST_HAVE_BROWSER"):
            pytest.fail(HOW)
        pytest.skip(HOW)
    install()
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        started = launched(playwright)
        yield started
        started.close()


def launched(playwright: Any) -> Any:
    """A browser without a window. Root may only start one without Chromium's own sandbox."""
    as_root = ["--no-sandbox"] if hasattr(os, "geteuid") and os.geteuid() == 0 else []
    return playwright.chromium.launch(executable_path=chromium(), args=OPTIONS + as_root)
