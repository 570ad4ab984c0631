"""The crash points are found in the code, and each has an act."""

import pytest

from .code import Source
from .plans import points_of
from .points import acts_of, check_acts
from .points_of_services import SERVICES, points_of_services

DATABASE = """
def transaction(name):
    yield
    faults.reach(f"{name}:after-commit")

def around(step):
    faults.reach(f"{step}:before")
    yield
"""


def points(folder, usecases):
    (folder / "db.py").write_text(DATABASE)
    (folder / "usecases.py").write_text(usecases)
    return Source(folder).points()


@pytest.mark.parametrize("stage", ["1", "2", "3"])
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


def test_a_decorated_step_has_its_points(tmp_path):
    found = points(tmp_path, '@faults.around("saga.sell")\ndef sell(): ...')
    assert found == ["saga.sell:before"]


def test_a_transaction_of_something_else_is_no_point(tmp_path):
    assert points(tmp_path, "def put(edit):\n    durable().transaction(edit, 1)") == []


def test_a_point_of_the_chassis_belongs_to_each_service_that_runs_its_loop(tmp_path):
    chassis, orders = tmp_path / "chassis", tmp_path / "orders"
    for folder in (tmp_path / service for service in (*SERVICES, "chassis")):
        folder.mkdir()
    (chassis / "db.py").write_text(DATABASE)
    (chassis / "outbox.py").write_text('def publish():\n    with db.transaction("publish"): ...')
    (orders / "usecases.py").write_text('def place():\n    with db.transaction("place"): ...')
    names = [point.rpartition(":")[0] for point in points_of_services(tmp_path)]
    shared = ["accounts/publish", "catalog/publish", "inventory/publish", "orders/publish"]
    assert sorted(names) == sorted(["orders/place", *shared])


def test_a_name_that_only_the_running_program_knows_is_refused(tmp_path):
    with pytest.raises(AssertionError, match="cannot tell what"):
        points(tmp_path, "def sell():\n    with db.transaction(input()): ...")
