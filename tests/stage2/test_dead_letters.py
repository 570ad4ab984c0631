"""An event that fails eight times goes to the dead-letter stream of a real Valkey; one command
redelivers it."""

import json
import os
import subprocess
import sys

import pytest

from shop_rules.errors import Unavailable

from chassis import streams, telemetry
from chassis.dead_letters import TRIES

from .alone import ROOT
from .test_streams import Follower, add, always, become, never

__all__ = ["become"]  # a fixture


@pytest.fixture
def follower(become, monkeypatch):
    """follower(): a copy of the cart that doesn't block on reads, and has its group."""
    monkeypatch.setattr(streams, "WAIT_MS", 20)
    monkeypatch.setattr(streams, "ORPHANED_MS", 0)

    def begin(name="1"):
        copy = Follower(name, monkeypatch)
        copy.round()
        return copy

    return begin


def rounds(copy, count):
    for _ in range(count):
        copy.round()


def set_aside(durable, service="cart"):
    return [letter for _, letter in durable.xrange(f"dead:{service}")]


def counted():
    value = telemetry.metrics.get_sample_value
    return value("shop_events_set_aside_total", {"stream": "people"}) or 0


def redrive(settings):
    environ = {
        **os.environ,
        "PYTHONPATH": f"{ROOT / 'shared'}{os.pathsep}{ROOT / 'stage2-services'}",
    }
    environ["REDIS_URL"] = settings["REDIS_URL"]
    words = [sys.executable, "-m", "chassis.redrive"]
    done = subprocess.run(words, env=environ, capture_output=True, text=True, check=True)
    return done.stdout


def test_the_eighth_time_an_event_is_set_aside_with_its_error_and_holds_nobody_up(
    follower, durable
):
    one, before = follower(), counted()
    one.fails = lambda number: ZeroDivisionError("by nought") if number == 1 else None
    add(1)
    rounds(one, TRIES - 1)
    assert set_aside(durable) == []
    add(2)
    rounds(one, 1)
    (letter,) = set_aside(durable)
    assert (letter["stream"], letter["id"]) == ("people", "event-1")
    assert json.loads(letter["content"]) == {"number": 1}
    assert letter["error"] == "ZeroDivisionError('by nought')"
    rounds(one, 3)
    assert len(set_aside(durable)) == 1 and counted() == before + 1
    assert one.heard == [("event-2", 2)]
    assert durable.xpending("stream:people", "cart")["pending"] == 0
    assert durable.hgetall("tries:cart") == {}


def test_a_neighbour_who_is_away_makes_no_event_a_dead_letter(follower, durable):
    one = follower()
    one.fails = lambda number: Unavailable("Away.")
    add(1)
    for _ in range(3 * TRIES):
        with pytest.raises(Unavailable):
            one.round()
    one.fails = never
    rounds(one, 1)
    assert (one.heard, set_aside(durable)) == ([("event-1", 1)], [])


def test_an_event_that_every_process_dies_over_is_set_aside(follower, durable):
    one = follower()
    one.fails = lambda number: SystemExit()
    add(1)
    for _ in range(TRIES):
        with pytest.raises(SystemExit):
            one.round()
    rounds(one, 1)
    (letter,) = set_aside(durable)
    assert letter["error"].startswith("DiedOver")


def test_an_event_that_is_no_text_is_set_aside_and_holds_nobody_up(follower, durable):
    """An attacker who has taken over a service may write any bytes into its stream."""
    copy = follower()
    durable.xadd("stream:people", {b"id": b"\xff", b"content": b"\xff", b"traceparent": b"\xff"})
    add(1)
    rounds(copy, TRIES + 1)
    assert [number for _, number in copy.heard] == [1]
    [letter] = set_aside(durable)
    assert letter["content"] == "\\xff"
    add(2)
    copy.round()
    assert [number for _, number in copy.heard] == [1, 2]


def test_what_succeeds_in_the_end_is_not_counted_on(follower, durable):
    one = follower()
    for number in range(1, 4):
        one.fails = always
        add(number)
        rounds(one, TRIES - 1)
        one.fails = never
        rounds(one, 1)
    assert len(one.heard) == 3
    assert (set_aside(durable), durable.hgetall("tries:cart")) == ([], {})


def test_redrive_puts_it_back_for_the_service_that_failed_and_for_no_other(
    follower, become, durable, settings
):
    become("notifications")
    other = follower()
    become("cart")
    one = follower()
    one.fails = always
    add(1)
    rounds(one, TRIES)
    become("notifications")
    rounds(other, 2)
    assert redrive(settings) == "1 events back to cart\n"
    rounds(other, 2)
    become("cart")
    one.fails = never
    rounds(one, 2)
    assert one.heard == other.heard == [("event-1", 1)]
    assert set_aside(durable) == []


def test_redrive_tells_anew_what_has_left_its_stream(follower, durable, settings):
    one = follower()
    one.fails = always
    add(1)
    rounds(one, TRIES)
    durable.xtrim("stream:people", maxlen=0)
    redrive(settings)
    one.fails = never
    rounds(one, 2)
    assert one.heard == [("event-1", 1)]
