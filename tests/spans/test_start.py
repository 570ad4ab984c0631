"""The start of a function's host is a span of the event that waited for it, and of no other."""

import time

import psutil
import pytest

from chalicelib import traced_start
from spans import recording
from spans.span import CONSUMER, INTERNAL, SERVER

NAMES = ("init", "event", "work")
BOOT_IS_KNOWN_TO = 2  # seconds: psutil adds the boot's, which Linux tells in whole ones


@pytest.fixture
def put():
    """The spans that are sent, of a host that is ready now."""
    found = []
    recording.begin(traced_start.noted(found.append))
    yield found
    recording.begin(None)


def event(kind, later=0):
    with recording.span("event", kind) as made, recording.step("work"):
        made.start += later


@pytest.mark.parametrize("kind", [SERVER, CONSUMER])
def test_the_first_event_has_the_start_before_it(kind, put):
    event(kind)
    init, first, work = (next(span for span in put if span.name == name) for name in NAMES)
    assert len(put) == 3 and init.kind == INTERNAL
    assert (init.trace_id, init.parent_id) == (first.trace_id, first.span_id)
    assert init.start < init.end <= first.start < work.start
    assert init.attributes["faas.coldstart"] and first.attributes["faas.coldstart"]


def test_no_later_event_has_one(put):
    event(SERVER)
    put.clear()
    event(SERVER)
    assert [span.name for span in put] == ["work", "event"]
    assert not any("faas.coldstart" in span.attributes for span in put)


def test_a_host_that_was_prepared_ahead_kept_no_event_waiting(put):
    event(SERVER, later=2 * traced_start.AHEAD)
    event(SERVER)
    assert "init" not in [span.name for span in put]


def test_it_lasts_since_the_process_began():
    began = psutil.Process().create_time()
    assert abs(traced_start.started() / 1e9 - began) < BOOT_IS_KNOWN_TO


def test_without_proc_it_is_at_least_what_the_processor_worked(monkeypatch, tmp_path):
    monkeypatch.setattr(traced_start, "STAT", tmp_path / "none")
    assert traced_start.started() < time.time_ns()
