"""shared/shop_rules is pure: no I/O, no framework, no environment. And each rule has its tests."""

import ast

import pytest

from .house import ROOT, below, committed, libraries, nodes, python_files

# All it may import. What can reach a file, a socket, a process or a variable is not among it.
STANDARD = {
    "base64",
    "collections",
    "datetime",
    "hashlib",
    "ipaddress",
    "json",
    "math",
    "re",
    "secrets",
    "struct",
    "time",
    "typing",
    "unicodedata",
    "uuid",
    "zlib",
}
THIRD_PARTY = {"pydantic"}
ONLY_IN = {
    "jwt": "id_tokens tokens",
    "cryptography": "tokens",  # a public key from its bytes
    "argon2": "passwords",
    "hmac": "id_tokens",  # a comparison that takes as long whatever differs
    "pyotp": "one_time_codes",
    "functools": "common_passwords tokens policies",
    "cedarpy": "policies",
    "importlib": "policies",  # reads the two files beside it, which are a part of the code
    "itertools": "policies",
    "urllib": "cookies openid versions",  # an address as text
    "PIL": "thumbnails",
    "csv": "csv_rows order_files",
    "io": "csv_rows order_files thumbnails",  # texts and pictures in memory
}
BUILT_IN_IO = {"open", "print", "input", "exec", "eval", "compile", "__import__", "breakpoint"}


def impurities(files):
    return [
        f"{path}: {what}"
        for path, text in below(files, "shared/shop_rules").items()
        for what in sorted(_wrong_imports(path, text) | _io(text))
    ]


def _wrong_imports(path, text):
    here = path.rpartition("/")[2].removesuffix(".py")
    here_only = {name for name, where in ONLY_IN.items() if here in where.split()}
    return libraries(text) - STANDARD - THIRD_PARTY - here_only


def _io(text):
    names = {node.id for node in nodes(text) if isinstance(node, ast.Name)}
    return names & BUILT_IN_IO


def without_tests(paths):
    """The rules that have no test file of their name."""
    modules = {p.split("/")[-1] for p in paths if p.startswith("shared/shop_rules/")}
    return sorted(
        name
        for name in modules - {"__init__.py"}
        if name.endswith(".py") and f"tests/rules/test_{name}" not in paths
    )


def test_the_rules_are_pure():
    assert below(python_files(), "shared/shop_rules")
    assert impurities(python_files()) == []


@pytest.mark.parametrize(
    "text",
    [
        "import os",
        "from pathlib import Path",
        "import requests",
        "from flask import request",
        "import sqlalchemy",
        "from PIL import Image",
        "import logging",
        "import threading",
        "def f():\n    import socket",
        "open('x')",
        "print('x')",
    ],
)
def test_an_impurity_is_found(text):
    assert len(impurities({"shared/shop_rules/pricing.py": text})) == 1


def test_pillow_is_for_thumbnails_only():
    """So the process that checks an image doesn't load a decoder."""
    text = "from PIL import Image"
    assert impurities({"shared/shop_rules/thumbnails.py": text}) == []
    for name in ("bodies", "pictures"):
        path = f"shared/shop_rules/{name}.py"
        assert impurities({path: text}) == [f"{path}: PIL"]


def test_each_rule_has_a_test_file_of_its_name():
    assert without_tests(committed()) == []


def test_a_rule_without_tests_is_found():
    paths = ["shared/shop_rules/__init__.py", "shared/shop_rules/taxes.py", "tests/rules/test_x.py"]
    assert without_tests(paths) == ["taxes.py"]


def test_no_rule_is_kept_twice():
    """The stages share these files; a copy in one of them would grow apart."""
    names = {path.name for path in (ROOT / "shared" / "shop_rules").glob("*.py")} - {"__init__.py"}
    copies = [p for p in committed() if "/shop_rules/" in p and p.split("/")[0] != "shared"]
    assert names
    assert copies == []
