"""Processor time is added up by the package whose code took it."""

import cProfile
import json
import sqlite3

import pytest

from . import profiled, profiled_shop
from .report import as_text


@pytest.mark.parametrize(
    ("file", "whose"),
    [
        (profiled_shop.ROOT / "stage1-monolith/shop/db.py", "shop"),
        (profiled_shop.ROOT / "shared/shop_rules/ids.py", "shop_rules"),
        (pytest.__file__, "pytest"),
        (json.__file__, "python"),
        ("~", "python"),
    ],
)
def test_a_file_belongs_to_a_folder_a_library_or_python(file, whose):
    assert profiled_shop.package(str(file)) == whose


def test_what_is_built_in_counts_as_its_callers():
    with cProfile.Profile() as profile:
        json.dumps([1] * 1000)
        sqlite3.connect(":memory:").close()
    entries = list(profiled_shop.entries_of(profile))
    assert any("json" in str(entry["name"]) or "encode" in entry["name"] for entry in entries)
    assert {entry["package"] for entry in entries} <= {"python", "bench"}


def test_the_shares_of_all_packages_are_the_whole():
    entry = {"name": "f", "all": 1.0}
    of_two = [entry | {"package": "flask", "own": 3.0}, entry | {"package": "shop", "own": 1.0}]
    table = profiled.by_package(dict.fromkeys(profiled_shop.ACTS, of_two))
    assert [row[:2] for row in table.rows] == [
        ["flask", "75%"],
        ["stage 1's own code", "25%"],
        ["the rest", "0%"],
    ]
    assert "75%" in as_text([profiled.top_ten("read a product", of_two)])
