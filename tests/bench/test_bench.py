"""The bench counts right: shown on numbers made by hand, and on a server that does nothing."""

from types import SimpleNamespace

import pytest

from . import load, machine, processes, racing, versions, watched
from .checkout import Placed, answered, confirmed
from .figures import Figures, in_turn, middle, quantile
from .report import Table, as_markdown, as_text, compared, ratio


@pytest.mark.parametrize(
    ("values", "share", "expected"),
    [
        ([1, 2, 3, 4], 0.5, 2),
        ([1, 2, 3], 0.5, 2),
        ([7], 0.95, 7),
        (list(range(1, 101)), 0.95, 95),
        (list(range(1, 101)), 1.0, 100),
    ],
)
def test_a_quantile_is_one_of_the_values(values, share, expected):
    assert quantile(values, share) == expected


def test_nothing_measured_is_no_figure():
    with pytest.raises(ValueError, match="nothing was measured"):
        quantile([], 0.5)


def test_figures_are_in_operations_a_second_and_milliseconds():
    assert Figures.of([0.010, 0.030, 0.020, 0.040], seconds=2) == Figures(2.0, 20.0, 40.0)


def test_the_middle_of_rounds_is_taken_figure_by_figure():
    rounds = [Figures(10, 1, 9), Figures(30, 3, 7), Figures(20, 2, 100)]
    assert middle(rounds) == Figures(20, 2, 9)


def test_rounds_alternate_so_that_what_disturbs_one_disturbs_all():
    order = []
    measures = {name: lambda name=name: order.append(name) or Figures(1, 1, 1) for name in "ab"}
    assert in_turn(measures, rounds=3) == {"a": Figures(1, 1, 1), "b": Figures(1, 1, 1)}
    assert "".join(order) == "ababab"


def test_an_order_is_measured_from_when_it_was_asked_for():
    placed = [Placed(100.0, 100.1, {}, 100.5), Placed(101.0, 101.3, {}, 102.0)]
    assert [round(value) for value in (answered(placed).p50, answered(placed).p95)] == [100, 300]
    assert [round(value) for value in (confirmed(placed).p50, confirmed(placed).p95)] == [500, 1000]
    assert confirmed(placed).rate == 1  # two, within the two seconds until the last


def test_a_ratio_stands_beside_both_figures():
    row = compared("stage 2", Figures(500, 20, 30), Figures(1000, 10, 10))
    assert row == ["stage 2", "500 (0.50 ×)", "20.0 (2.00 ×)", "30.0 (3.00 ×)"]
    assert ratio(1, 3) == "0.33 ×"


def test_a_table_can_be_read_in_a_terminal_and_in_markdown():
    table = Table("Reads", ["", "a second"], [["stage 1", "7"]], "A remark.")
    assert as_text([table]).splitlines() == [
        "READS",
        "           a second",
        "  stage 1  7",
        "  A remark.",
    ]
    assert as_markdown([table]).splitlines()[2:5] == [
        "|  | a second |",
        "| --- | --- |",
        "| stage 1 | 7 |",
    ]


def test_processor_time_is_told_an_operation():
    before, after = {"shop": 1.0, "postgres": 2.0}, {"shop": 1.5, "postgres": 2.1}
    told = processes.spent(before, after, operations=100)
    assert {name: round(ms, 6) for name, ms in told.items()} == {"shop": 5.0, "postgres": 1.0}


def test_the_load_generator_measures_a_server_that_does_nothing():
    found = machine.ceiling(seconds=0.2)
    assert found.rate > 0 and 0 < found.p50 <= found.p95


def test_the_room_and_the_shop_are_counted_apart(monkeypatch):
    seconds = {"without": {"shop": 1.0}, "with": {"shop": 1.5, watched.NAME: 0.5}}
    now = {which: dict.fromkeys(parts, 0.0) for which, parts in seconds.items()}
    monkeypatch.setattr(watched, "SENT_WITHIN", 0)
    monkeypatch.setattr(processes, "processor", lambda stage: now[stage].copy())

    def act(site):
        for part, each in seconds[site.stage].items():
            now[site.stage][part] += each
        return 1000

    sites = {which: SimpleNamespace(stage=which) for which in seconds}
    table = watched.work("Work", sites, act, rounds=3)
    assert table.rows == [
        ["without", "1.00", "0.00", "shop 1.00"],
        ["with", "1.50 (1.50 ×)", "0.50", "shop 1.50"],
    ]


def test_both_versions_are_asked_in_turn_and_the_second_stands_beside_the_first(monkeypatch):
    asked = []

    def reads(url, seconds):
        asked.append(url)
        return Figures(900 if "/v2/" in url else 1000, 2, 4)

    monkeypatch.setattr(load, "reads", reads)
    table = versions.beside(
        "a product", "http://x/api/v1/products/7", SimpleNamespace(seconds=1, rounds=2)
    )
    assert asked == ["http://x/api/v1/products/7", "http://x/api/v2/products/7"] * 2
    assert table.rows[1][:2] == ["version 2", "900 (0.90 ×)"]


def test_a_race_is_told_by_its_middle_and_as_times_stage_1():
    found = {
        "stage 1": [(0.5, 1.0), (0.7, 2.0), (0.6, 3.0)],
        "stage 3": [(2, 4), (2, 8), (2, 6)],
    }
    table = racing.table(found, {"stage 1": (1, 3.5), "stage 3": (1, 9)}, rounds=3)
    assert table.rows == [
        ["stage 1", "0.6", "2.0", "3.5"],
        ["stage 3", "2.0", "6.0 (3.00 ×)", "9.0"],
    ]


def test_a_race_in_which_a_piece_was_sold_twice_is_no_measurement():
    orders = [{"status": "confirmed"}] * 6 + [{"status": "rejected"}] * 18
    with pytest.raises(RuntimeError, match="6 orders were confirmed and 18 rejected"):
        racing.check(orders)
