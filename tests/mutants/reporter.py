"""A pytest plugin for the suite's process: records the outcome of each test.

--bound shortens the suite's time-outs, since waiting for a mutant is often in vain. The control
run shows that the unpatched shop needs no longer.
"""

import json

FIRST_LINE = 200  # characters


def pytest_addoption(parser):
    parser.addoption("--write-outcomes", help="a file, one JSON line a test")
    parser.addoption("--bound", action="append", default=[], help="such as HEALED=20 seconds")


def pytest_configure(config):
    from tests.contract import steps

    for bound in config.getoption("--bound"):
        name, seconds = bound.split("=")
        setattr(steps, name, min(getattr(steps, name), int(seconds)))
    path = config.getoption("--write-outcomes")
    if path and not hasattr(config, "workerinput"):
        config.pluginmanager.register(Outcomes(path))


class Outcomes:
    def __init__(self, path):
        self.path = path

    def pytest_runtest_logreport(self, report):
        if report.failed or report.when == "call":
            outcome = {"test": report.nodeid, "failed": report.failed, "why": _why(report)}
            with open(self.path, "a", encoding="utf-8") as file:
                file.write(json.dumps(outcome) + "\n")

    def pytest_collectreport(self, report):
        if report.failed:
            raise RuntimeError(f"{report.nodeid} cannot be read: {report.longrepr}")


def _why(report):
    crash = getattr(report.longrepr, "reprcrash", None)
    return " ".join((crash.message if crash else str(report.longrepr or "")).split())[:FIRST_LINE]
