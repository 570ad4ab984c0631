"""The arithmetic around what the claim measures."""

from tests.bench import month

from . import cost


def test_processor_time_is_told_by_kind_and_third_parties_are_left_out():
    parts = {"shop": 1.0, "gateway": 2.0, "postgres": 4.0, "redis": 8.0, "cache": 16.0}
    theirs = {"sandbox": 100.0, "objects": 100.0}
    assert cost.by_kind(parts | theirs) == {"shop": 3.0, "postgres": 4.0, "redis": 24.0}


def test_an_order_costs_what_its_operations_cost_each_so_often():
    costs = {"look": {"Lambda": 1.0, "SQS": 0.0}, "buy": {"Lambda": 2.0, "SQS": 4.0}}
    assert cost.summed(costs, {"look": 10, "buy": 1}) == {"Lambda": 12.0, "SQS": 4.0}


def test_each_line_has_a_cell_for_each_scale():
    lines = {"cheap": lambda orders: orders / 100, "dear": lambda orders: orders}
    head, cheap, dear = cost.table(lines)
    assert [int(cell.replace(",", "")) for cell in cheap.split()[1:]] == [10, 1000, 100_000]
    assert len(head) == len(cheap) == len(dear)
    assert cost.by_price(lines, 1) == ["cheap", "dear"]


def test_a_part_of_every_kind_is_priced():
    assert set(filter(None, cost.KIND.values())) < set(month.KINDS)
