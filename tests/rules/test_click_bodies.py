"""The body of an upload of events."""

import uuid

import pytest

from shop_rules import bodies
from shop_rules.click_bodies import MOST, NewClicks
from shop_rules.errors import Invalid


def event(**fields):
    drawn = {"id": str(uuid.uuid4()), "session": str(uuid.uuid4()), "kind": "order_placed"}
    return {**drawn, "at": "2026-01-31T12:00:00.000Z", **fields}


def test_up_to_a_hundred_events_are_an_upload():
    for number in (1, MOST):
        found = bodies.checked(NewClicks, {"events": [event() for _ in range(number)]})
        assert len(found.events) == number
    for number in (0, MOST + 1):
        with pytest.raises(Invalid):
            bodies.checked(NewClicks, {"events": [event() for _ in range(number)]})


@pytest.mark.parametrize(
    "wrong",
    [
        {"kind": "other"},
        {"at": "2026-02-29T12:00:00.000Z"},
        {"at": "2026-01-31T12:00:00.000+01:00"},
        {"at": "2026-01-31T12:00:60.000Z"},
        {"id": "A" * 36},
        {"session": None},
        {"product_id": ""},
        {"visitor": "0" * 32},
        {"user_id": str(uuid.uuid4())},
    ],
)
def test_a_wrong_event_is_refused(wrong):
    with pytest.raises(Invalid) as refusal:
        bodies.checked(NewClicks, {"events": [event(), event(**wrong)]})
    (fault,) = refusal.value.more["errors"]
    assert fault["pointer"] == f"/events/1/{next(iter(wrong))}"
