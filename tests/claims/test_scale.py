"""The arithmetic of the estimate, with figures for mental arithmetic."""

import pytest

from . import scale
from .scale import SECONDS_A_DAY, Habits, Sizes

EASY = Habits(lists=1, products=2, pictures=7, orders_of_100=10, newcomers_of_100=50, peak=2)
BYTES = Sizes(list=1000, product=100, picture=10, person=200, order=50)
EVERY_SECOND = SECONDS_A_DAY  # visits a day: one a second


def test_a_visit_is_as_many_reads_as_it_looks_at():
    assert EASY.reads == 1 + 2 + 7


def test_the_peak_is_so_many_times_the_mean():
    assert scale.peak_visits(EVERY_SECOND, EASY) == 2
    assert scale.peak_reads(EVERY_SECOND, EASY) == 20
    assert scale.peak_orders(EVERY_SECOND, EASY) == pytest.approx(0.2)


def test_one_visit_in_ten_orders():
    assert scale.orders_a_day(1000, EASY) == 100


def test_a_year_keeps_its_orders_and_those_who_are_new():
    assert scale.bytes_a_year(10, EASY, BYTES) == 365 * (50 + 0.5 * 200)


def test_a_visit_takes_the_bytes_of_all_it_looks_at():
    assert BYTES.of_a_visit(EASY) == 1000 + 200 + 70
    assert scale.peak_bits(EVERY_SECOND, EASY, BYTES) == 2 * 1270 * 8


def test_a_process_is_busy_with_reading_and_with_orders():
    assert scale.busy(EVERY_SECOND, EASY, 4, 2) == pytest.approx(2 / 4 + 0.2 / 2)


def test_twice_the_visits_are_twice_of_everything():
    for reckoned in (scale.peak_reads, scale.peak_orders, scale.orders_a_day):
        assert reckoned(2000, EASY) == 2 * reckoned(1000, EASY)
