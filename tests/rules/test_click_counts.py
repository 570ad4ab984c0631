"""What a batch of events adds to its windows."""

import random

from shop_rules import click_counts, clicks
from shop_rules.click_counts import COUNTED, Visit, minute_of

from .test_clicks import batch, click

DAY, HOUR = "2026-01-31", "2026-01-31T12:00:00.000Z"
NONE = dict.fromkeys(COUNTED, 0)


def counted(found, ids, first=()):
    new = [each for each in clicks.in_time(found) if each["id"] in ids]
    added = click_counts.hours(found, new, first)
    return {(each["hour"][11:13], each["kind"]): each for each in added}


def counts(hour):
    return {name: hour[name] for name in COUNTED if hour[name]}


def test_an_event_is_new_repeated_late_or_early():
    late, early = "2026-01-31T11:00:00.000Z", "2026-01-31T13:30:00.000Z"
    found = batch(click(1), click(1), click(2), click(3, at=late), click(4, at=early))
    added = counted(found, {"00000001"})
    assert counts(added["12", "product_viewed"]) == {
        "events": 1,
        "repeated": 2,
        "late": 1,
        "early": 1,
    }
    assert len(added) == 1  # late and early ones count in the hour of their receipt


def test_an_event_counts_in_its_own_hour_and_a_visit_with_it():
    before = click(1, at="2026-01-31T11:59:59.999Z")
    visit = Visit(DAY, "product_viewed", "a")
    added = counted(batch(before, click(2)), {"00000001", "00000002"}, {visit})
    assert counts(added["11", "product_viewed"]) == {"visitors": 1, "events": 1}
    assert counts(added["12", "product_viewed"]) == {"events": 1}


def test_a_visit_is_of_a_day_a_kind_and_a_visitor():
    found = [click(1), click(2), click(3, visitor="b"), click(4, kind="order_placed")]
    assert click_counts.visits(found) == [
        Visit(DAY, "order_placed", "a"),
        Visit(DAY, "product_viewed", "a"),
        Visit(DAY, "product_viewed", "b"),
    ]


def test_nothing_that_is_received_is_left_out_however_it_is_mixed():
    draw = random.Random(7)
    for _ in range(200):
        found = batch(
            *(
                click(draw.randint(1, 9), f"2026-01-31T{hour}:5{draw.randint(0, 9)}:00.000Z")
                for hour in draw.choices(["10", "11", "12"], k=12)
            )
        )
        ids = {f"{number:08d}" for number in draw.sample(range(1, 10), 5)}
        total = sum(
            hour[name]
            for hour in counted(found, ids).values()
            for name in ("events", "late", "early", "repeated")
        )
        assert total == len(found["clicks"])


def test_a_minute_counts_events_that_name_a_product():
    some = [{**click(number), "product_id": "p"} for number in (1, 2)] + [click(3)]
    assert click_counts.minutes(some) == [
        {"minute": minute_of(HOUR), "product_id": "p", "events": 2}
    ]


def test_a_funnel_has_each_step_in_order():
    one = {"hour": HOUR, "kind": "order_placed", **NONE, "events": 2}
    found = click_counts.steps([one, {**one, "visitors": 1}])
    assert [step["kind"] for step in found] == list(clicks.KINDS)
    assert found[3] == {"kind": "order_placed", **NONE, "events": 4, "visitors": 1}
    assert found[0] == {"kind": "product_viewed", **NONE}
