"""The order of the tests, and at the end what each part of them took beside its share.

A file that leaves a function of the project replaced fails: files share a process, and each machine
gives them another order.
"""

import re
import sys
import tomllib
from collections import Counter
from functools import cache
from pathlib import Path

import pytest

from shop_rules import policies

ROOT = Path(__file__).parents[1]
CODE = ("shared", "stage1-monolith", "stage2-services", "stage3-serverless", "docs/machinery")
BUDGET = tomllib.loads((Path(__file__).parent / "budget.toml").read_text("utf-8"))
SHORT = 60  # seconds in all: of a shorter run no budget is shown
_taken = Counter()  # part: seconds of a worker


@pytest.fixture(scope="module", autouse=True)
def leaves_the_code_as_it_was():
    before = functions()
    yield
    after = functions()
    changed = [name for name, code in before.items() if after.get(name, code) is not code]
    for name in changed:  # of the next files none is to fail for it
        module, _, function = name.rpartition(".")
        setattr(sys.modules[module], function, before[name])
    assert not changed, f"left replaced: {', '.join(changed)}"


@pytest.fixture
def broken_policies(monkeypatch):
    """What a start says while a policy names a role that is none: a pattern."""
    texts = {name: policies.text(name) for name in ("policies.cedar", "policies.cedarschema")}
    texts["policies.cedar"] = texts["policies.cedar"].replace('Role::"support"', 'Rolle::"support"')
    monkeypatch.setattr(policies, "text", texts.get)
    policies._engine.cache_clear()
    yield "does not validate, so the shop does not start: "
    policies._engine.cache_clear()


def functions():
    """{full name: it} of each function and class that a loaded module of the project holds."""
    return {
        f"{name}.{key}": code
        for name, module in list(sys.modules.items())
        if is_ours(getattr(module, "__file__", None))
        for key, code in list(vars(module).items())
        if callable(code)
    }


@cache
def is_ours(file):
    return file is not None and any(Path(file).is_relative_to(ROOT / part) for part in CODE)


def pytest_collection_modifyitems(items):
    """What takes longest begins first, since two files are run at a time."""
    place = {file: number for number, file in enumerate(BUDGET["longest"])}
    items.sort(key=lambda item: place.get(item.nodeid.partition("::")[0], len(place)))


def pytest_runtest_logreport(report):
    _taken[part_of(report.nodeid)] += report.duration


def pytest_terminal_summary(terminalreporter):
    if sum(_taken.values()) < SHORT:
        return
    terminalreporter.section("seconds of a worker, and the share in tests/budget.toml")
    for part, seconds in _taken.most_common():
        share = BUDGET["parts"].get(part)
        note = "" if share and seconds <= share else "  no share" if not share else "  over"
        terminalreporter.line(f"{part:24} {seconds:6.0f} {share or 0:6}{note}")
    all_of_it = sum(_taken.values()), sum(BUDGET["parts"].values())
    terminalreporter.line("{:24} {:6.0f} {:6}".format("all", *all_of_it))


def part_of(nodeid):
    """Its folder below tests; of test_stages.py, where the whole suites run, the stage."""
    path, _, test = nodeid.partition("::")
    folders = path.split("/")[1:-1]
    if folders:
        return folders[0]
    stage = re.search(r"\[(\d)", test) if path.endswith("/test_stages.py") else None
    return f"whole, stage {stage[1]}" if stage else path.split("/")[-1]
