from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shop_rules import times

MILLISECONDS = st.integers(0, 253_402_300_799_999)  # 1970 to the end of 9999


def test_the_epoch_is_written_with_milliseconds_and_z():
    assert times.from_milliseconds(0) == "1970-01-01T00:00:00.000Z"


def test_a_leap_day_is_written_as_one():
    moment = datetime(2028, 2, 29, 23, 59, 59, tzinfo=UTC)
    written = times.from_milliseconds(int(moment.timestamp()) * 1000 + 7)
    assert written == "2028-02-29T23:59:59.007Z"


@given(MILLISECONDS)
def test_a_written_time_is_read_back_to_the_millisecond(milliseconds):
    read = datetime.fromisoformat(times.from_milliseconds(milliseconds))
    since = read - datetime(1970, 1, 1, tzinfo=UTC)
    assert (since.days * 86400 + since.seconds) * 1000 + since.microseconds // 1000 == milliseconds


@given(MILLISECONDS, MILLISECONDS)
def test_the_order_of_the_texts_is_the_order_of_the_times(one, other):
    texts = times.from_milliseconds(one), times.from_milliseconds(other)
    assert (texts[0] < texts[1]) == (one < other)


def test_now_is_what_the_clock_says(clock):
    clock.stand_at(1_795_173_820.25)
    assert times.now().startswith("2026-11-20T11:23:40.")


@pytest.mark.parametrize("seconds", [0, 1, -1, 0.5, 86400, -30 * 86400])
def test_after_is_so_many_seconds_from_now(monkeypatch, seconds):
    monkeypatch.setattr("time.time_ns", lambda: 1_800_000_000_000_000_000)
    assert times.after(seconds) == times.from_milliseconds(int((1_800_000_000 + seconds) * 1000))


def test_seconds_until_counts_down_and_goes_on_below_zero(monkeypatch):
    monkeypatch.setattr("time.time", lambda: 100.0)
    assert times.seconds_until("1970-01-01T00:02:00.500Z") == 20.5
    assert times.seconds_until("1970-01-01T00:01:00.000Z") == -40
