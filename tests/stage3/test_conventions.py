"""What a rejected request leaves in the log, to find out why."""

import json
import logging
from types import SimpleNamespace

import pytest

from chalicelib import conventions, db


@pytest.fixture
def lines(caplog):
    """What was written, by event."""
    caplog.set_level(logging.INFO, logger="shop.events")
    return lambda: {line["event"]: line for line in map(json.loads, caplog.messages)}


def answer_to(view):
    entry = {"GET": SimpleNamespace(view_function=view)}
    request = SimpleNamespace(headers={}, method="GET", path="/v1/x", context={"path": "/api/v1/x"})
    return conventions._answer({"/v1/x": entry}, request, None)


def test_a_race_that_was_lost_is_a_conflict_and_is_written_down(lines):
    def lose():
        raise db.Lost

    answer = answer_to(lose)
    assert answer.status_code == 409
    assert lines()["race"]["request_id"] == answer.headers["X-Request-ID"]


def test_a_bug_is_written_down_with_its_place(lines):
    def break_down():
        raise RuntimeError

    assert answer_to(break_down).status_code == 500
    assert "in break_down" in lines()["bug"]["traceback"]
