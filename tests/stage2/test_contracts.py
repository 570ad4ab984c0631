"""What counts as a broken promise."""

import pytest

from .contracts import broken

PROMISED = {
    "status": 200,
    "data": {"id": "x", "lines": [{"price": 1}], "on": True},
    "equal": ["on"],
}
KEPT = {"id": "y", "lines": [{"price": 7, "more": 1}, {"price": 8}], "on": True, "more": None}


def test_other_values_and_more_fields_break_nothing():
    assert broken(PROMISED, 200, {"data": KEPT}) == []
    assert broken({"status": 204}, 204, {}) == []
    assert broken({"status": 404, "problem": "not-found"}, 404, {"type": "a:b:not-found"}) == []


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({"id": None}, "data.id is None, which is no str"),
        ({"lines": []}, "data.lines is empty"),
        ({"lines": [{"price": 7}, {}]}, "data.lines[].price is missing"),
        ({"lines": [{"price": "7"}]}, "data.lines[].price is '7', which is no int"),
        ({"lines": [{"price": True}]}, "data.lines[].price is True, which is no int"),
        ({"on": False}, "data.on is False, not True"),
    ],
)
def test_a_field_that_is_missing_or_of_another_type_breaks_a_promise(change, fault):
    assert broken(PROMISED, 200, {"data": {**KEPT, **change}}) == [fault]


def test_another_status_or_another_refusal_breaks_a_promise():
    assert broken(PROMISED, 201, {"data": KEPT})
    assert broken({"status": 204}, 404, {})
    assert broken({"status": 404, "problem": "not-found"}, 404, {"type": "a:b:conflict"})
