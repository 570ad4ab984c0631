"""Which events of an upload are in time."""

import pytest

from shop_rules import clicks
from shop_rules.click_bodies import NewClicks

RECEIVED = "2026-01-31T12:00:00.000Z"


def click(number=1, at=RECEIVED, kind="product_viewed", visitor="a"):
    made = {"id": f"{number:08d}", "kind": kind, "product_id": None}
    return {**made, "visitor": visitor, "at": at}


def batch(*found):
    return {"id": "b", "received_at": RECEIVED, "clicks": list(found)}


@pytest.mark.parametrize(
    ("at", "missed"),
    [
        ("2026-01-31T12:00:00.000Z", None),
        ("2026-01-31T11:50:00.000Z", None),
        ("2026-01-31T11:49:59.999Z", "late"),
        ("2025-01-31T12:00:00.000Z", "late"),
        ("0001-01-01T00:00:00.000Z", "late"),
        ("2026-01-31T12:01:00.000Z", None),
        ("2026-01-31T12:01:00.001Z", "early"),
        ("9999-12-31T23:59:59.999Z", "early"),
    ],
)
def test_an_event_has_ten_minutes_to_arrive_and_one_to_be_ahead(at, missed):
    assert clicks.missed(click(at=at), RECEIVED) == missed
    assert clicks.in_time(batch(click(at=at))) == ([] if missed else [click(at=at)])


def test_each_id_is_in_time_once_in_the_form_that_came_first_and_in_order():
    first, again, other = click(2), click(2, kind="order_placed"), click(1)
    assert clicks.in_time(batch(first, again, other)) == [other, first]
    late = click(2, at="2026-01-31T11:00:00.000Z")
    assert clicks.in_time(batch(late, again)) == [again]


@pytest.mark.parametrize(("key", "visitor"), [(None, "a tab"), ("a key", "a key")])
def test_a_person_who_is_signed_in_is_a_key_and_no_session(key, visitor):
    sent = {"id": "1", "kind": "order_placed", "session": "a tab", "at": RECEIVED}
    new = NewClicks.model_construct(events=[_event(**sent)])
    made = clicks.batch(new, key)
    assert made["clicks"] == [
        {"id": "1", "kind": "order_placed", "product_id": None, "visitor": visitor, "at": RECEIVED}
    ]
    assert len(made["id"]) == 36 and made["received_at"] > RECEIVED


def _event(**fields):
    from shop_rules.click_bodies import NewClick

    return NewClick.model_construct(product_id=None, **fields)
