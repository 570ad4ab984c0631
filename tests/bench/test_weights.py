"""A process' memory is added up by the package whose modules brought it."""

import json

from . import weighed, weights
from .report import as_text

MB = 1_000_000


def test_each_module_comes_after_those_that_it_needs():
    names = weighed.in_order("json")
    assert names.index("json.decoder") < names.index("json") == len(names) - 1


def test_what_belongs_to_no_package_is_pythons():
    found = weights._weights("sqlalchemy")
    assert found["sqlalchemy"] > MB and found[weights.PYTHON] > MB
    assert json.dumps(found)


def test_what_is_light_is_summed_up_and_the_shops_code_is_one():
    of_one = {"flask": 4 * MB, "chassis": MB, "catalog": 2 * MB, "click": MB // 2, "attr": MB // 4}
    table = weights.by_package({"a service": of_one, "the gateway": {"aiohttp": 7 * MB}})
    assert table.rows == [
        ["aiohttp", "0.0", "7.0"],
        ["flask", "4.0", "0.0"],
        [weights.OURS, "3.0", "0.0"],
        ["the rest", "0.8", "0.0"],
        ["in all", "7.8", "7.0"],
    ]
    assert "before its first request" in as_text([table])
