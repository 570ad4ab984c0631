import time

import pytest
from hypothesis import settings

# The same examples at each run, and no verdict on speed: a slow machine is no defect.
settings.register_profile("rules", max_examples=60, deadline=None, derandomize=True, database=None)
settings.load_profile("rules")


class Clock:
    def __init__(self):
        self.moved = 0

    def move(self, seconds):
        self.moved += seconds

    def stand_at(self, seconds):
        """seconds since 1970; the clock goes on from there."""
        self.moved = seconds - _real_ns() / 1e9


_real_ns = time.time_ns


@pytest.fixture
def clock(monkeypatch):
    """The time of day, for the rules to see; it can be moved."""
    clock = Clock()
    monkeypatch.setattr(time, "time", lambda: _real_ns() / 1e9 + clock.moved)
    monkeypatch.setattr(time, "time_ns", lambda: _real_ns() + int(clock.moved * 1e9))
    return clock
