"""A reader never scrolls through a file for long."""

import ast
from fnmatch import fnmatch
from statistics import median

from machinery.compare import SECTION

from .house import below, nodes, python_files, unused

FOLDERS = ("docs", "shared", "stage1-monolith", "stage2-services", "stage3-serverless")
LINES_OF_A_FILE = 150
LINES_OF_A_TEST_FILE = 300
LINES_OF_A_FUNCTION = 40
MEDIAN_OF_FUNCTIONS = 8

# Where files may be longer, each with its reason.
LONG = {
    "docs/variants/grpc/overlay/stage2-services/rpc/": "made by protoc",
    "shared/catalog/": "drawings: shapes, colours and where they stand",
    "shared/shop_rules/common_passwords.py": "data, compressed",
    "stage1-monolith/migrations/versions/": "made by alembic, read by nobody",
    "stage2-services/*/migrations/": "made by alembic, read by nobody",
}


def may_be_long(path):
    return {folder for folder in LONG if fnmatch(path, f"{folder}*")}


def length(text):
    """Lines, without the marks of the course's listings."""
    return sum(not any(mark in line for mark in SECTION) for line in text.splitlines())


def too_long(files, most):
    return {
        f"{path}: {length(text)} lines"
        for path, text in files.items()
        if length(text) > most and not may_be_long(path)
    }


def functions(files):
    for path, text in files.items():
        for node in nodes(text):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                yield path, node.name, node.end_lineno - node.lineno + 1


def long_functions(files):
    return [
        f"{path}: {name} has {lines} lines"
        for path, name, lines in functions(files)
        if lines > LINES_OF_A_FUNCTION and not may_be_long(path)
    ]


def test_a_file_is_a_page():
    assert too_long(below(python_files(), *FOLDERS), LINES_OF_A_FILE) == set()


def test_a_test_file_is_two_pages():
    assert too_long(below(python_files(), "tests"), LINES_OF_A_TEST_FILE) == set()


def test_each_place_of_long_files_has_one():
    files = below(python_files(), *FOLDERS)
    long = {path for path, text in files.items() if length(text) > LINES_OF_A_FILE}
    long |= {path for path, _, lines in functions(files) if lines > LINES_OF_A_FUNCTION}
    needed = set().union(*map(may_be_long, long))
    assert unused(set(LONG), needed) == []
    assert all(LONG.values())


def test_a_long_file_is_found():
    assert too_long({"x.py": "x = 1\n" * 151, "y.py": "x = 1\n" * 150}, 150) == {"x.py: 151 lines"}


def test_a_mark_of_a_listing_is_no_line():
    marked = "# --8<-- [start:x]\n" + "x = 1\n" * 150 + "# --8<-- [end:x]\n"
    assert too_long({"x.py": marked}, 150) == set()


def test_half_of_all_functions_have_at_most_eight_lines():
    for folder in FOLDERS:
        lines = [lines for _, _, lines in functions(below(python_files(), folder))]
        assert not lines or median(lines) <= MEDIAN_OF_FUNCTIONS, folder


def test_no_function_is_longer_than_a_screen():
    assert long_functions(below(python_files(), *FOLDERS)) == []


def test_a_long_function_is_found():
    text = "def f():\n" + "    x = 1\n" * 40
    for head in ("", "async "):
        assert long_functions({"x.py": head + text}) == ["x.py: f has 41 lines"]
    assert long_functions({"stage2-services/cart/migrations/0001_first_tables.py": text}) == []
