"""`make bench MOVE=1-2` measures what it says: short rounds, whatever the figures are."""

from . import costs, writes


def cells(table, column):
    return [float(row[column]) for row in table.rows]


def test_each_kind_of_write_is_made_and_timed():
    table = writes.of_writes(writes.Size(rounds=1, seconds=0, writes=3, products=2))
    assert [row[0] for row in table.rows] == list(writes.WRITES)
    assert all(took > 0 for took in cells(table, 1))


def test_people_are_answered_in_each_phase_of_a_move(long):
    table = costs.of_requests(costs.QUICK)
    assert [row[0] for row in table.rows] == list(costs.PHASES)
    assert all(rate > 0 for rate in cells(table, 1))
