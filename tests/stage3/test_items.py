"""Items as DynamoDB has them, and the words of an expression."""

import pytest

from chalicelib import items

ORDER = {
    "id": "1",
    "total": 4200,
    "open": True,
    "reason": None,
    "lines": [{"name": "Kettle", "quantity": 2}, {}],
    "empty": "",
}


def test_what_is_kept_comes_back_as_it_was():
    assert items.from_item(items.as_item(ORDER)) == ORDER


def test_it_is_on_the_wire_as_dynamodb_wants_it():
    wire = items.as_item({"n": 7, "yes": True, "none": None, "some": [1, "a"]})
    assert wire["n"] == {"N": "7"} and wire["yes"] == {"BOOL": True}
    assert wire["none"] == {"NULL": True} and wire["some"] == {"L": [{"N": "1"}, {"S": "a"}]}


def test_a_float_is_no_money():
    with pytest.raises(TypeError, match="4.2"):
        items.as_item({"total": 4.2})


def test_no_item_is_none():
    assert items.from_item(None) is None


def test_names_and_values_of_an_expression_are_told_apart_from_its_words():
    asked = items.condition("#status = :was AND #version < :new", {"was": "pending", "new": 2})
    assert asked == {
        "ConditionExpression": "#status = :was AND #version < :new",
        "ExpressionAttributeNames": {"#status": "status", "#version": "version"},
        "ExpressionAttributeValues": {":was": {"S": "pending"}, ":new": {"N": "2"}},
    }


def test_without_a_condition_nothing_is_said_of_one():
    assert items.condition(None, {}) == {}
