"""What the processes of stages 1 and 2 hold in memory: `make bench STAGE=2 WHAT=memory`."""

import json
import statistics
import subprocess
import sys

import psutil

from .report import Table

PROGRAMS = {
    "stage 1, the shop": "shop.app",
    "stage 2, catalog": "catalog.app",
    "its worker": "catalog.worker",
    "the gateway": "gateway.app",
}
SERVER = ("the web server's other process", "granian.cli")
LEAST = 1.0  # MB; lighter packages are among "the rest"
OURS = "the shop's own code"
PYTHON = "Python and its own library"
SPEAKING = dict.fromkeys(
    ("shop", "catalog", "gateway", "chassis", "shop_rules", "serving", "spans", "local"), OURS
)
REMARK = (
    "MB that belong to the process alone (USS), after its imports and before its first request. "
    "Each service is two processes: granian starts the one that serves, and watches it."
)


def measured(rounds):
    programs = PROGRAMS | dict([SERVER])
    yield by_package({name: _median(module, rounds) for name, module in programs.items()})


def by_package(found):
    """found: {program: {package: bytes}}"""
    named = {program: _summed(weights) for program, weights in found.items()}
    packages = {package for weights in named.values() for package in weights}
    heaviest = {
        package: max(weights.get(package, 0) for weights in named.values()) for package in packages
    }
    heaviest_first = sorted(heaviest, key=heaviest.get, reverse=True)
    shown = [name for name in heaviest_first if heaviest[name] >= LEAST]
    rows = [[name, *(_mb(each.get(name, 0)) for each in named.values())] for name in shown]
    rest = [sum(mb for name, mb in each.items() if name not in shown) for each in named.values()]
    rows.append(["the rest", *map(_mb, rest)])
    rows.append(["in all", *(_mb(sum(each.values())) for each in named.values())])
    return Table("What a process weighs before it serves", ["", *named], rows, REMARK)


def _summed(weights):
    """{package as it is shown: MB}"""
    found = {}
    for package, weight in weights.items():
        name = SPEAKING.get(package, package)
        found[name] = found.get(name, 0) + weight / 1e6
    return found


def _median(module, rounds):
    runs = [_weights(module) for _ in range(rounds)]
    packages = {package for run in runs for package in run}
    return {name: statistics.median(run.get(name, 0) for run in runs) for name in packages}


def _weights(module):
    """{package: bytes}. What belongs to none of them is Python's."""
    words = [sys.executable, "-m", "tests.bench.weighed", module]
    found = json.loads(subprocess.run(words, check=True, capture_output=True, text=True).stdout)
    return found | {PYTHON: _whole(module) - sum(found.values())}


def _whole(module):
    """The bytes of a process that has imported it."""
    words = [sys.executable, "-c", f"import {module}; print(flush=True); input()"]
    with subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as program:
        program.stdout.readline()
        weight = psutil.Process(program.pid).memory_full_info().uss
        program.communicate(b"\n")
    return weight


def _mb(weight):
    return f"{weight:.1f}"
