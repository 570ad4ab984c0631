import json

import pytest

from shop_rules import jsonl_rows


def read(text):
    return list(jsonl_rows.read(text))


def test_each_line_is_an_object_and_empty_ones_are_skipped():
    assert read('{"a": 1}\r\n\n  \n{"b": "\\n"}') == [(1, {"a": 1}), (4, {"b": "\n"})]
    assert read("") == []


@pytest.mark.parametrize("line", ["{", "{}{}", '{"a": NaN}', "'a'", "[" * 200 + "]" * 200])
def test_a_line_that_is_not_json_is_wrong_alone(line):
    assert read(f"{line}\n{{}}") == [(1, "not JSON."), (2, {})]


@pytest.mark.parametrize("value", [1, "a", [], [{}], None, True])
def test_a_line_that_is_no_object_is_wrong_alone(value):
    assert read(f"{json.dumps(value)}\n{{}}") == [(1, "not a JSON object."), (2, {})]


def test_only_a_line_feed_ends_a_line():
    """Not what Python's splitlines takes for one too."""
    assert read('{"a": "x\u2028y\u0085z"}') == [(1, {"a": "x\u2028y\u0085z"})]
