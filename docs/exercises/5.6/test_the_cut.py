"""The rules that a cut has to keep. Several cuts keep them all."""

import re
import tomllib

import pytest

from machinery.exercise import copy_of

COPY = copy_of("5.6")
RETURN, PIECES = "a return and its state", "pieces sent back, for each line"
ORDER, STOCK = "lines and status of the order", "pieces in stock"
MONEY, MESSAGE = "money refunded", "message to the customer"
TODAY = {ORDER: "orders", STOCK: "inventory", MONEY: "payments", MESSAGE: "notifications"}
FOLLOW = {STOCK: "inventory", MONEY: "payments", MESSAGE: "notifications"}
CALL = re.compile(r'calls\.call\(\s*"(\w+)"')


@pytest.fixture(scope="module")
def cut():
    return tomllib.loads((COPY / "returns.toml").read_text("utf-8"))


def waits(cut):
    """{service: those it calls}, with the calls that the services make today."""
    found = {}
    for file in (COPY / "stage2-services").glob("*/peers.py"):
        found[file.parent.name] = set(CALL.findall(file.read_text("utf-8")))
    for service, others in cut["waits_for"].items():
        found[service] = found.get(service, set()) | set(others)
    return found


def reached(service, calls):
    """All services that have to answer before this one can."""
    seen, left = set(), [service]
    while left:
        for other in calls.get(left.pop(), set()) - seen:
            seen.add(other)
            left.append(other)
    return seen


def test_each_fact_has_an_owner(cut):
    assert set(cut["owner"]) == {RETURN, PIECES, *TODAY}


def test_a_fact_that_has_an_owner_keeps_it(cut):
    moved = {fact for fact, owner in TODAY.items() if cut["owner"][fact] != owner}
    assert not moved, "These would be stored twice, or be moved without a reason."


def test_what_one_rule_spans_has_one_owner(cut):
    """No more pieces come back than were sent out, even if two requests come at once."""
    assert cut["owner"][RETURN] == cut["owner"][PIECES]


def test_no_service_waits_for_itself(cut):
    calls = waits(cut)
    circles = sorted(service for service in calls if service in reached(service, calls))
    assert not circles, "Each of these needs an answer of its own before it can answer."


def test_money_goods_and_messages_follow(cut):
    owner = cut["owner"][RETURN]
    for_a_return = set(cut["waits_for"].get(owner, []))
    late = for_a_return & set(FOLLOW.values())
    assert not late, "The customer would wait for them, and could not return while they are down."


def test_who_acts_on_a_return_hears_of_it(cut):
    owner = cut["owner"][RETURN]
    for service in set(FOLLOW.values()) - {owner}:
        assert RETURN in cut["hears_of"].get(service, []), service
    if owner != "inventory":
        assert PIECES in cut["hears_of"].get("inventory", []), "How many go back on the shelf?"


def test_the_lines_of_the_order_are_known_where_pieces_are_counted(cut):
    owner = cut["owner"][PIECES]
    by_call = "orders" in cut["waits_for"].get(owner, [])
    assert owner == "orders" or by_call or ORDER in cut["hears_of"].get(owner, [])
