"""The caller waits longer than its callee can take, and still does when a constant changes."""

import json
import os
import re
import shutil
import subprocess
import sys

import pytest

from machinery.exercise import copy_of

COPY = copy_of("5.5")
MOST_CALLS = 3  # create, confirm, and read if confirming gave no answer
PROGRAM = """
import json
from orders import peers
from payments import provider
print(json.dumps([peers.CHARGE_SECONDS, provider.CONNECT_SECONDS, provider.READ_SECONDS]))
"""


@pytest.fixture
def services(tmp_path):
    """A copy of the copy, for a test to change."""
    where = tmp_path / "stage2-services"
    skipped = shutil.ignore_patterns("__pycache__")
    return shutil.copytree(COPY / "stage2-services", where, ignore=skipped)


def seconds(services):
    """(of orders for payments, to connect to the provider, to read from it)"""
    paths = os.pathsep.join(map(str, (services, COPY / "shared")))
    env = {**os.environ, "PYTHONPATH": paths}
    words = [sys.executable, "-c", PROGRAM]
    run = subprocess.run(words, env=env, cwd=services, capture_output=True, text=True)
    assert run.returncode == 0, run.stderr
    return json.loads(run.stdout)


def change(services, name, becomes):
    file = services / "chassis/patience.py"
    text, count = re.subn(rf"(?m)^{name} = \d+", f"{name} = {becomes}", file.read_text())
    assert count == 1, f"{name} is not set once in chassis/patience.py"
    file.write_text(text)


def test_orders_waits_longer_than_payments_can_take(services):
    patience, connect, read = seconds(services)
    assert patience > MOST_CALLS * (connect + read)


def test_it_does_not_wait_forever(services):
    patience, connect, read = seconds(services)
    assert patience <= 2 * MOST_CALLS * (connect + read)


@pytest.mark.parametrize("name", ["PROVIDER_READ_SECONDS", "PROVIDER_CONNECT_SECONDS"])
def test_a_slower_provider_moves_both_time_outs(services, name):
    change(services, name, 30)
    patience, connect, read = seconds(services)
    assert 30 in (connect, read) and patience > MOST_CALLS * (connect + read)


def test_no_service_imports_another():
    imports = re.compile(r"^\s*(?:from|import) (payments|orders)\b", re.M)
    for service, other in (("orders", "payments"), ("payments", "orders")):
        for file in (COPY / "stage2-services" / service).glob("*.py"):
            assert other not in imports.findall(file.read_text()), file
