"""The points at which parts can die are read from the code, and each has its act."""

import pytest

from .code import Source
from .plans import points_of
from .points import acts_of, check_acts

DATABASE = """
def transaction(name):
    yield
    faults.reach(f"{name}:after-commit")
"""


def points(folder, usecases):
    (folder / "db.py").write_text(DATABASE)
    (folder / "usecases.py").write_text(usecases)
    return Source(folder).points()


@pytest.mark.parametrize("stage", ["1", "2"])
def test_every_point_of_the_code_has_an_act_and_every_act_a_point(stage):
    check_acts(points_of(stage), acts_of(stage))


def test_a_new_transaction_is_a_new_point(tmp_path):
    found = points(tmp_path, 'def sell():\n    with db.transaction("sell") as tx: ...')
    assert found == ["sell:after-commit"]
    with pytest.raises(AssertionError, match="sell"):
        check_acts(found, acts_of("1"))


def test_a_name_is_followed_to_those_who_pass_it_on(tmp_path):
    found = points(
        tmp_path,
        "from shop_rules import orders as rules\n"
        "def ship(): _by_staff(1, rules.SHIPMENT)\n"
        'def deliver(): _by_staff(2, action="delivery")\n'
        "def _by_staff(order, action):\n"
        "    with db.transaction(action): ...",
    )
    assert found == ["delivery:after-commit", "shipment:after-commit"]


def test_a_name_that_only_the_running_program_knows_is_refused(tmp_path):
    with pytest.raises(AssertionError, match="cannot tell what"):
        points(tmp_path, "def sell():\n    with db.transaction(input()): ...")
