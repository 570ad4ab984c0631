"""A field of version 1 has another name in version 2."""

import copy

import pytest

from shop_rules import version2

NAMED = {"created_at": "named placed_at"}
TIME = "2026-11-20T11:23:40.123Z"


def adapted(value, tree):
    made = copy.deepcopy(value)
    version2.adapt(made, tree)
    return made


def test_the_field_has_its_new_name_and_the_others_stay():
    assert adapted({"id": "7", "created_at": TIME}, NAMED) == {"id": "7", "placed_at": TIME}


def test_so_it_is_in_a_list():
    orders = {"data": [{"created_at": TIME}, {"created_at": None}]}
    expected = {"data": [{"placed_at": TIME}, {"placed_at": None}]}
    assert adapted(orders, {"data": {"*": NAMED}}) == expected


def test_a_field_that_is_not_there_stays_away():
    assert adapted({"id": "7"}, NAMED) == {"id": "7"}


def test_other_kinds_work_beside_it():
    tree = {**NAMED, "total": "money", "lines": "apart"}
    order = {"created_at": TIME, "total": 5, "currency": "EUR", "lines": []}
    expected = {"placed_at": TIME, "total": {"amount": 5, "currency": "EUR"}}
    assert adapted(order, tree) == expected


@pytest.mark.parametrize("field", ["price", "total"])
def test_money_that_is_null_stays_null(field):
    assert adapted({field: None}, {field: "money"}) == {field: None}
