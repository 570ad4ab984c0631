"""policies.cedar says what openapi.yaml says: each operation, each role, own and other's things."""

import re
import typing
from itertools import product

import pytest

from shop_rules import policies, roles
from tests.contract.x_roles import OPERATIONS, allowed

ASKED = [each for each in OPERATIONS if each.is_decided]
TOTALS = (0, 20_000, 20_001)
POLICIES, SCHEMA = policies.text("policies.cedar"), policies.text("policies.cedarschema")


@pytest.mark.parametrize("operation", ASKED, ids=str)
def test_the_policies_allow_what_the_contract_promises_and_nothing_else(operation):
    for who, own, total in product(policies.all_roles(), (True, False), TOTALS):
        decided = policies.allow(who, operation.id, own, total)
        assert decided == allowed(operation, who, own, total), (who, own, total)


def test_no_operation_is_forgotten():
    assert {each.id for each in ASKED} == set(typing.get_args(policies.Operation))
    assert [each.id for each in OPERATIONS if not each.roles] == [], "they have no x-roles"


def test_every_action_of_the_schema_is_an_operation_or_a_group_with_members():
    actions = {
        name
        for line in re.findall(r"^action ([\w,\s]+?)(?: in|\s+appliesTo|;)", SCHEMA, re.M)
        for name in re.findall(r"\w+", line)
    }
    groups = set(re.findall(r"\w+", " ".join(re.findall(r"\bin \[([\w, ]+)\]", SCHEMA)))) - {"Role"}
    assert actions - groups == set(typing.get_args(policies.Operation))


def test_an_operation_that_no_policy_names_is_denied_to_all():
    for who in policies.all_roles():
        assert not policies.allow(who, "grant_wishes", own=True)


def test_a_role_that_is_taken_away_takes_its_rights_along():
    assert policies.allow(roles.of("staff", ["warehouse"]), "ship_order", own=False)
    assert not policies.allow(roles.of("staff", []), "ship_order", own=False)


def test_the_policies_validate():
    assert policies.wrong_in(POLICIES, SCHEMA) is None


@pytest.mark.parametrize(
    ("right", "wrong", "told"),
    [
        ("context.total", "context.totl", "totl"),
        ('Role::"support"', 'Role::"suport"', "suport"),
        ('Action::"set_roles"', 'Action::"set_rolls"', "set_rolls"),
        ("context.total <= 20000", 'context.total <= "200"', "Long"),
        ("permit (", "permitt (", "permitt"),
        ("when { context.own };", "when { context.own ", ""),
    ],
)
def test_what_does_not_validate_stops_the_start_with_one_line(monkeypatch, right, wrong, told):
    assert right in POLICIES
    texts = {"policies.cedar": POLICIES.replace(right, wrong, 1), "policies.cedarschema": SCHEMA}
    monkeypatch.setattr(policies, "text", texts.get)
    policies._engine.cache_clear()
    try:
        with pytest.raises(SystemExit) as stopped:
            policies.load()
    finally:
        policies._engine.cache_clear()
    line = str(stopped.value)
    assert line.startswith("policies.cedar does not validate, so the shop does not start: ")
    assert told in line and "\n" not in line
