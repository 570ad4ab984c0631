"""What a month costs, shown on prices that you can calculate in your head."""

import pytest

from . import month

SMALL = {"name": "small", "cores": 1, "megabytes": 100, "hour": 1}
BIG = {"name": "big", "cores": 8, "megabytes": 800, "hour": 6}
PRICE = {
    "traffic": {"peak": 4, "busy": 0.5},
    "machines": [SMALL, BIG],
    "postgres": [SMALL, BIG],
    "redis": [SMALL],
    "load_balancer": {"hour": 10},
    "kubernetes": {"hour": 100},
    "api_gateway": [{"up_to": 100, "request": 2}, {"up_to": 1e9, "request": 1}],
    "at_rest": {"month": 7},
}
ONE_A_SECOND = month.SECONDS  # orders a month
WORK = month.Work(shop=0.125, postgres=0.125, redis=0.25, megabytes=50)  # a core each at 1 a second


def test_an_order_comes_with_all_that_is_looked_at_without_buying():
    found = month.operations({"visits": 10})
    assert (found["a list of 20"], found["a product"], found["place an order"]) == (30, 50, 1)


def test_processors_are_paid_for_the_busiest_hour():
    assert month.cores(ONE_A_SECOND, 0.125, PRICE["traffic"]) == 1


@pytest.mark.parametrize(
    ("needed", "more", "expected"),
    [
        (0.1, {}, (1, 1, "small")),
        (5.0, {}, (5, 5, "small")),
        (7.5, {}, (6, 1, "big")),  # eight small ones would do, too
        (0.1, {"megabytes": 101}, (6, 1, "big")),
        (0.1, {"spare": 1}, (2, 2, "small")),
        (5.0, {"spare": 2}, (7, 7, "small")),  # two big ones to spare are dearer
        (5.0, {"most": 1}, (6, 1, "big")),
    ],
)
def test_the_cheapest_that_suffice_are_taken(needed, more, expected):
    assert month.cheapest([SMALL, BIG], needed, **more) == expected


def test_a_database_that_would_have_to_be_two_is_refused():
    with pytest.raises(ValueError, match=r"8\.1 cores"):
        month.cheapest([SMALL, BIG], 8.1, most=1)


def test_a_monolith_is_a_machine_and_a_database():
    assert month.one_machine(ONE_A_SECOND, WORK, PRICE) == month.HOURS * 2


def test_machines_that_share_the_work_need_a_balancer():
    twice = 2 * ONE_A_SECOND
    assert month.one_machine(twice, WORK, PRICE) == month.HOURS * (2 + 6 + 10)


def test_a_spare_is_one_more_machine_a_second_database_and_a_balancer():
    assert month.with_a_spare(ONE_A_SECOND, WORK, PRICE) == month.HOURS * (2 + 2 + 10)


def test_services_come_with_a_cluster_and_two_redis():
    assert month.services(ONE_A_SECOND, WORK, PRICE) == month.HOURS * (2 + 2 + 2 + 10 + 100)


def test_functions_are_paid_for_each_use_and_a_little_at_rest():
    assert month.functions(0, 30, 0.5, PRICE) == 7
    assert month.functions(10, 30, 0.5, PRICE) == 7 + (100 * 2 + 200 * 1) + 5


def test_lines_cross_where_one_is_no_longer_the_cheaper():
    found = month.crossing(lambda orders: orders, lambda orders: 1000)
    assert 1000 < found < 1000 * month.STEP
    assert month.crossing(lambda orders: 1, lambda orders: 2) is None


def test_each_price_is_there():
    price = month.prices()
    for orders in (1, 1e4, 1e7):
        assert month.one_machine(orders, WORK, price) < month.with_a_spare(orders, WORK, price)
        assert month.services(orders, WORK, price) > 0
    assert month.functions(1e7, 300, 1e-4, price) < 1e7 * (300 * 3.5e-6 + 1e-4) + 1
