"""Which windows a query asks for."""

import pytest

from shop_rules import click_queries, times
from shop_rules.errors import Invalid


def span(since, to):
    return click_queries.span({"from": f"2026-01-{since}Z", "to": f"2026-01-{to}Z"})


def test_a_span_is_of_whole_hours():
    wide = ("2026-01-01T10:00:00.000Z", "2026-01-01T12:00:00.000Z")
    assert span("01T10:00:00.000", "01T12:00:00.000") == wide
    assert span("01T10:59:59.999", "01T11:00:00.001") == wide


def test_a_span_is_a_day_unless_it_says_otherwise():
    since, until = click_queries.span({})
    assert times.milliseconds(until) - times.milliseconds(since) in (24 * 3_600_000, 25 * 3_600_000)
    assert since < times.now() <= until


@pytest.mark.parametrize(
    "query",
    [
        {"from": ""},
        {"to": "2026-02-30T00:00:00.000Z"},
        {"from": "2026-01-01T00:00:00Z"},
        {"from": "2126-01-01T00:00:00.000Z"},
        {"from": "2026-01-02T00:00:00.000Z", "to": "2026-01-01T23:59:59.999Z"},
        {"from": "2026-01-01T00:00:00.000Z", "to": "2026-02-01T00:00:00.001Z"},
    ],
)
def test_a_span_that_is_none_is_refused(query):
    with pytest.raises(Invalid):
        click_queries.span(query)


@pytest.mark.parametrize(("window", "minutes"), [("15m", 15), ("1h", 60), ("24h", 1440)])
def test_a_window_ends_with_this_minute(window, minutes):
    begin = times.milliseconds(click_queries.window({"window": window}))
    now = times.milliseconds(times.now())
    assert (minutes - 1) * 60_000 <= now - begin < (minutes + 1) * 60_000


def test_another_window_is_refused():
    with pytest.raises(Invalid):
        click_queries.window({"window": "7d"})
