import pytest
from hypothesis import given
from hypothesis import strategies as st

from shop_rules import throttle, times
from shop_rules.errors import TooManyRequests


@pytest.mark.parametrize("failures", [0, 1, 9])
def test_nine_failures_lock_nobody_out(failures):
    throttle.check(failures, times.now())


@pytest.mark.parametrize("failures", [10, 11, 1000])
def test_ten_failures_lock(failures):
    with pytest.raises(TooManyRequests):
        throttle.check(failures, times.now())


def test_who_never_failed_is_not_locked_out():
    throttle.check(0, None)
    throttle.check(10, None)
    assert not throttle.in_window(None)


@pytest.mark.parametrize(
    ("seconds", "locked"), [(0, True), (30, True), (59, True), (61, False), (3600, False)]
)
def test_the_lock_ends_a_minute_after_the_first_failure(clock, seconds, locked):
    first_at = times.now()
    clock.move(seconds)
    assert throttle.in_window(first_at) == locked
    if locked:
        with pytest.raises(TooManyRequests):
            throttle.check(10, first_at)
    else:
        throttle.check(10, first_at)


def test_the_end_of_the_minute_is_exact(monkeypatch):
    first_at = "1970-01-01T00:00:10.000Z"
    monkeypatch.setattr("time.time", lambda: 69.999)
    assert throttle.in_window(first_at)
    monkeypatch.setattr("time.time", lambda: 70.0)
    assert not throttle.in_window(first_at)


@pytest.mark.parametrize(
    ("passed", "wait"), [(0, 60), (0.5, 60), (1, 59), (30, 30), (58.5, 2), (59, 1), (59.999, 1)]
)
def test_the_time_to_wait_is_told_in_whole_seconds_rounded_up(monkeypatch, passed, wait):
    monkeypatch.setattr("time.time", lambda: 1000 + passed)
    with pytest.raises(TooManyRequests) as caught:
        throttle.check(10, times.from_milliseconds(1_000_000))
    assert caught.value.headers == {"Retry-After": str(wait)}


@given(st.integers(0, 59_999))
def test_who_waits_as_long_as_he_is_told_is_not_locked_out_any_more(passed):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("time.time", lambda: 1000 + passed / 1000)
        first_at = times.from_milliseconds(1_000_000)
        with pytest.raises(TooManyRequests) as caught:
            throttle.check(10, first_at)
        wait = caught.value.retry_after
        assert 1 <= wait <= 60
        patch.setattr("time.time", lambda: 1000 + passed / 1000 + wait)
        throttle.check(10, first_at)


@pytest.mark.parametrize("back", [1, 30, 61, 3600])
def test_a_clock_that_was_set_back_locks_nobody_for_longer_than_the_minute(clock, back):
    first_at = times.now()
    clock.move(-back)
    assert not throttle.in_window(first_at)
    throttle.check(10, first_at)
    begun_anew = throttle.counted(10, 0, first_at, failed=True, of_code=False)
    assert begun_anew["failures"] == 1
    assert begun_anew["first_at"] < first_at


def test_no_counter_of_an_email_is_one_of_a_person():
    assert throttle.of_email("x") != throttle.of_person("x")


def count(*attempts):
    """The count after attempts, each "password" or "code", in capitals if it was right."""
    now = {"failures": 0, "codes": 0, "first_at": None}
    for attempt in attempts:
        failed, of_code = attempt.islower(), attempt.lower() == "code"
        now = throttle.counted(**now, failed=failed, of_code=of_code)
    return now["failures"]


def test_wrong_passwords_and_wrong_codes_are_counted_together():
    assert count("password", "code", "password") == 3


def test_a_right_password_clears_the_count():
    assert count("password", "code", "PASSWORD") == 0


def test_a_right_code_clears_wrong_codes_and_no_wrong_passwords():
    assert count("code", "code", "CODE") == 0
    assert count("password", "code", "password", "CODE") == 2
    assert count("password", "code", "CODE", "CODE") == 1


def test_a_new_minute_begins_with_a_new_count(clock):
    now = throttle.counted(9, 4, times.after(-61), failed=True, of_code=True)
    assert (now["failures"], now["codes"]) == (1, 1)
    assert throttle.in_window(now["first_at"])
