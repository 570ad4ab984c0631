"""SECURITY.md names tests; each of them exists, and each item of OWASP's list has one."""

import ast
import re

from .house import ROOT, nodes, python_files

PAGE = "SECURITY.md"
NAMED = re.compile(r"`(tests/[\w/]+\.py)::(\w+)`")
ITEM = re.compile(r"^(\d+)\. \*\*(.*?)^(?=\d+\. \*\*|## )", re.M | re.S)


def missing(text, files):
    return [f"{path}::{name}" for path, name in NAMED.findall(text) if not _has(files, path, name)]


def _has(files, path, name):
    found = nodes(files.get(path, ""))
    return any(isinstance(node, ast.FunctionDef) and node.name == name for node in found)


def items(text):
    """{number: how many tests it names}"""
    return {int(number): len(NAMED.findall(words)) for number, words in ITEM.findall(text)}


def test_each_test_that_the_page_names_exists():
    assert missing((ROOT / PAGE).read_text(), python_files()) == []


def test_each_of_the_ten_items_names_a_test():
    found = items((ROOT / PAGE).read_text())
    assert list(found) == list(range(1, 11))
    assert all(found.values()), found


def test_a_test_that_does_not_exist_is_found():
    files = {"tests/a.py": "def test_b():\n    pass\n"}
    text = "`tests/a.py::test_b` `tests/a.py::test_c` `tests/d.py::test_b`"
    assert missing(text, files) == ["tests/a.py::test_c", "tests/d.py::test_b"]


def test_an_item_without_a_test_is_found():
    assert items("1. **A.** `tests/a.py::b`\n2. **B.** none\n## C\n") == {1: 1, 2: 0}
