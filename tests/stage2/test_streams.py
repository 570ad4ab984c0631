"""Streams on a real Valkey: each group hears everything, each event goes to one of its copies, and
what a dead copy had in hand goes to another."""

import pytest

from shop_rules.errors import Unavailable
from spans import recording
from spans.span import PRODUCER

from chassis import streams


@pytest.fixture
def become(inside, durable, settings):
    """become(service): it follows as its own user, and tells as the operator. Valkey knows nothing
    at first."""

    def begin(service):
        inside(service, REDIS_URL=settings["REDIS_URL"])

    begin("cart")
    durable.flushall()
    return begin


class Follower:
    """A copy of a service: `round` takes what there is, `heard` is what its handler was given."""

    def __init__(self, name, monkeypatch):
        self.heard, self.fails = [], never
        monkeypatch.setattr(streams.os, "getpid", lambda: name)
        self.round = streams.follow({"people": self._handle})

    def _handle(self, event_id, content):
        if failure := self.fails(content["number"]):
            raise failure
        self.heard.append((event_id, content["number"]))


@pytest.fixture
def follower(become, monkeypatch):
    monkeypatch.setattr(streams, "WAIT_MS", 50)
    return lambda name="1": Follower(name, monkeypatch)


def always(_number):
    return ZeroDivisionError


def never(_number):
    return None


def add(*numbers):
    for number in numbers:
        streams.add("people", f"event-{number}", {"number": number}, "")


def test_a_group_begins_at_the_beginning_of_the_stream(follower):
    add(1, 2)
    one = follower()
    one.round()  # makes the group
    one.round()
    assert one.heard == [("event-1", 1), ("event-2", 2)]


@pytest.mark.usefixtures("become")
def test_an_event_without_an_outbox_is_a_span_and_carries_it(durable):
    ended = []
    recording.begin(ended.append)
    try:
        streams.publish("people", "event-1", {"number": 1})
    finally:
        recording.begin(None)
    ((_, fields),) = durable.xrange("stream:people")
    (sent,) = ended
    assert (sent.name, sent.kind, sent.traceparent) == (
        "send people",
        PRODUCER,
        fields["traceparent"],
    )


def test_an_event_that_was_handled_does_not_come_again(follower, monkeypatch):
    monkeypatch.setattr(streams, "ORPHANED_MS", 0)
    one = follower()
    add(1)
    for _ in range(4):
        one.round()
    assert one.heard == [("event-1", 1)]


def test_each_group_hears_everything(follower, become):
    add(1)
    for service in ("cart", "notifications"):
        become(service)
        one = follower()
        one.round()
        one.round()
        assert one.heard == [("event-1", 1)]


def test_copies_of_a_service_share_the_events(follower):
    one, two = follower("1"), follower("2")
    one.round()
    add(1)
    one.round()
    add(2)
    two.round()
    assert [event for copy in (one, two) for event in copy.heard] == [
        ("event-1", 1),
        ("event-2", 2),
    ]


def test_what_a_copy_died_over_goes_to_another(follower, monkeypatch):
    one, two = follower("1"), follower("2")
    one.round()
    add(1)
    one.fails = always
    one.round()
    two.round()
    assert two.heard == []  # it may still be at work
    monkeypatch.setattr(streams, "ORPHANED_MS", 0)
    two.round()
    assert two.heard == [("event-1", 1)]


def test_what_a_handler_fails_on_comes_again_to_itself(follower, monkeypatch):
    monkeypatch.setattr(streams, "ORPHANED_MS", 0)
    one = follower()
    one.round()
    add(1)
    one.fails = always
    one.round()
    one.fails = never
    one.round()
    assert one.heard == [("event-1", 1)]


def test_an_event_that_cannot_be_handled_holds_up_none_behind_it(follower, monkeypatch):
    monkeypatch.setattr(streams, "ORPHANED_MS", 0)
    one = follower()
    one.round()
    one.fails = lambda number: ZeroDivisionError if number == 1 else None
    add(1, 2)
    one.round()
    add(3)
    one.round()
    assert one.heard == [("event-2", 2), ("event-3", 3)]
    one.fails = never
    one.round()
    assert one.heard[2:] == [("event-1", 1)]


def test_while_a_neighbour_is_away_all_wait(follower, monkeypatch):
    one = follower()
    one.round()
    one.fails = lambda number: Unavailable("Away.") if number == 1 else None
    add(1, 2)
    with pytest.raises(Unavailable):
        one.round()
    assert one.heard == []
    one.fails = never
    monkeypatch.setattr(streams, "ORPHANED_MS", 0)
    one.round()
    assert one.heard == [("event-1", 1), ("event-2", 2)]


def test_when_redis_comes_back_empty_the_group_begins_anew(follower, durable):
    one = follower()
    one.round()
    add(1)
    one.round()
    durable.flushall()
    add(2)
    one.round()
    one.round()
    assert one.heard == [("event-1", 1), ("event-2", 2)]
