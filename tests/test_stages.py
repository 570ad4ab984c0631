"""Each stage, started as a newcomer starts it, is held to the whole contract."""

import re

import pytest

from .drivers.__main__ import suite, target

OPTIONS = ["-q", "-n", "2", "-p", "no:cacheprovider"]  # two at a time: half of it is waiting
STAGES = [("1", "sqlite"), ("1", "postgres")]
LEAST = 1500  # tests that must have passed: an empty run keeps no contract


@pytest.mark.parametrize("number, db", STAGES)
def test_a_stage_keeps_the_contract(number, db):
    with target({"STAGE": number, "DB": db}) as settings:
        run = suite(settings, OPTIONS, capture_output=True, text=True)
    print(run.stdout[-6000:], run.stderr[-2000:])
    passed = re.search(r"(\d+) passed", run.stdout)
    assert run.returncode == 0
    assert int(passed[1]) >= LEAST
