"""Where the type checker is told to look away, a list says why: `Any`, `cast(`, `type: ignore`."""

import ast
import io
import re
import tokenize
import tomllib
from token import COMMENT, NAME

from .house import ROOT, below, nodes, python_files
from .test_sizes import FOLDERS

LIST = ROOT / "tests" / "layout" / "loose_types.toml"
CHECKED = (*FOLDERS, "tests/drivers", "tests/contract")
# What pyproject.toml leaves out of mypy's sight as well.
UNCHECKED = re.compile(r"/migrations/versions/|^tests/contract/test_|^docs/(?!machinery/)")


def checked(files):
    found = below(files, *CHECKED)
    return {path: text for path, text in found.items() if not UNCHECKED.search(path)}


def looseness(text):
    """How often a file says one of the three, outside imports and texts."""
    imports = {line for node in nodes(text) for line in _lines_if_import(node)}
    tokens = list(tokenize.generate_tokens(io.StringIO(text).readline))
    code = [token for token in tokens if token.start[0] not in imports]
    return sum(map(_is_loose, [None, *code], code, [*code[1:], None]))


def _lines_if_import(node):
    is_import = isinstance(node, ast.Import | ast.ImportFrom)
    return range(node.lineno, node.end_lineno + 1) if is_import else ()


def _is_loose(before, token, after):
    if token.type == COMMENT:
        return "type: ignore" in token.string
    is_call = after is not None and after.string == "("
    is_method = before is not None and before.string == "."  # sa.cast() is SQL
    is_cast = token.string == "cast" and is_call and not is_method
    return token.type == NAME and (token.string == "Any" or is_cast)


def wrong(listed, files):
    """What the list and the files disagree about, a line each."""
    found = {path: looseness(text) for path, text in files.items()}
    return [
        f"{path}: {found.get(path, 0)} in the file, {listed.get(path, {}).get('count', 0)} listed"
        for path in sorted({*found, *listed})
        if found.get(path, 0) != listed.get(path, {}).get("count", 0)
    ]


def test_each_loose_type_is_listed():
    assert wrong(tomllib.loads(LIST.read_text("utf-8")), checked(python_files())) == []


def test_the_list_is_sorted_and_gives_a_reason_for_each_file():
    listed = tomllib.loads(LIST.read_text("utf-8"))
    assert list(listed) == sorted(listed)
    assert all(set(entry) == {"count", "reason"} and entry["reason"] for entry in listed.values())


def test_a_loose_type_is_found():
    for line in ("x: Any = 1", "x = cast(int, y)", "x = y  # type: ignore[misc]"):
        assert looseness(f"{line}\n") == 1
        assert wrong({}, {"x.py": f"{line}\n"}) == ["x.py: 1 in the file, 0 listed"]
    assert looseness("def f(x: dict[str, Any]) -> Any: ...\n") == 2


def test_what_is_no_loose_type_is_not_counted():
    for line in (
        "from typing import Any, cast",
        '"""Any cast(s) here."""',
        "sa.cast(x, y)",
        "cast",
    ):
        assert looseness(f"{line}\n") == 0


def test_an_entry_that_nothing_needs_any_more_is_found():
    listed = {"x.py": {"count": 1, "reason": "…"}}
    assert wrong(listed, {"x.py": "x = 1\n"}) == ["x.py: 0 in the file, 1 listed"]
    assert wrong(listed, {}) == ["x.py: 0 in the file, 1 listed"]
