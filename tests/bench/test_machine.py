"""A box says on what machine it was recorded, and whether other work disturbed it."""

import re

import pytest

from . import machine


@pytest.fixture
def loads(monkeypatch):
    """loads(…): the machine's load at each look, the last one from then on. Returns the waits."""

    def set_to(*values):
        left, waits = list(values), []
        monkeypatch.setattr(machine.os, "cpu_count", lambda: 2)
        monkeypatch.setattr(machine, "_load", lambda: left[0])

        def sleep(seconds):
            waits.append(seconds)
            left[:] = left[1:] or left

        monkeypatch.setattr(machine.time, "sleep", sleep)
        monkeypatch.setattr(machine.time, "monotonic", lambda: sum(waits))
        return waits

    return set_to


def test_a_quiet_machine_is_measured_at_once(loads, capsys):
    assert loads(0.9) == []
    assert re.fullmatch(r"20\d\d-\d\d-\d\d, 2 cores .*, load before: 0\.9", machine.quiet())
    assert capsys.readouterr().out == ""


def test_a_busy_machine_is_waited_for(loads, capsys):
    waits = loads(3.0, 2.0, 1.1, 0.8)
    assert machine.quiet().endswith("load before: 0.8")
    assert len(waits) == 3
    assert capsys.readouterr().out.startswith("Waiting for a quiet machine, up to 120 s: the load")


def test_a_machine_that_stays_busy_is_measured_and_the_box_says_so(loads):
    waits = loads(3.0)
    assert machine.quiet(seconds=10).endswith("load before: 3.0: NOT QUIET (above 1.0)")
    assert sum(waits) == 10
