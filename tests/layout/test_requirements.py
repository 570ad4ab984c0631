"""What a stage imports is what its requirements.in names, and the other way round."""

import re
import sys
from functools import cache
from importlib.metadata import packages_distributions, requires

import pytest

from .house import ROOMS, ROOT, below, committed, libraries, place, python_files

OURS = {"shop_rules", "shop", "chalicelib", "local", "payment_sandbox", "tests"}

# Imported, and named by what brings it: (distribution that is named, the reason).
BROUGHT_ALONG = {
    "werkzeug": ("flask", "Flask's own lower half: no Flask without it"),
}
# Named to hold it back, because what brings it along does not.
HELD_BACK = {"argon2-cffi-bindings": "argon2-cffi"}
# Named, and imported nowhere: the file that uses it all the same.
USED_WITHOUT_IMPORT = {
    "granian": "stage1-monolith/parts.toml",
    "psycopg": "stage1-monolith/shop/config.py",
}


def named(text):
    """The distributions a requirements.in names."""
    lines = [line.partition("#")[0].strip() for line in text.splitlines()]
    return {re.split(r"[\[<>=!~;\s]", line)[0].lower() for line in lines if line}


def imported(files):
    """The distributions these files import, as far as they are neither Python's nor ours."""
    found = set().union(*(libraries(text) for text in files.values()))
    return {_distribution(name) for name in found - OURS - set(sys.stdlib_module_names)}


def _distribution(module):
    return _distributions().get(module, [module])[0].lower().replace("_", "-")


_distributions = cache(packages_distributions)


def of_stage(folder, files):
    """A stage's own files, and the rules it runs on."""
    return {**below(files, folder), **below(files, "shared/shop_rules")}


def not_named(files, requirements):
    return sorted(imported(files) - named(requirements) - set(BROUGHT_ALONG))


def not_imported(files, requirements):
    wanted = imported(files) | set(HELD_BACK)
    return sorted(named(requirements) - wanted - set(USED_WITHOUT_IMPORT))


def begun():
    return sorted({place(path)[0] for path in python_files()} - {None})


STAGES = [ROOMS[room] for room in begun()]


def requirements_of(folder):
    return (ROOT / folder / "requirements.in").read_text("utf-8")


@pytest.mark.parametrize("folder", STAGES)
def test_what_a_stage_imports_is_named(folder):
    assert not_named(of_stage(folder, python_files()), requirements_of(folder)) == []


@pytest.mark.parametrize("folder", STAGES)
def test_what_is_named_is_imported(folder):
    assert not_imported(of_stage(folder, python_files()), requirements_of(folder)) == []


@pytest.mark.parametrize("folder", STAGES)
def test_what_is_named_is_pinned_with_a_hash(folder):
    locked = (ROOT / folder / "requirements.txt").read_text("utf-8").lower()
    for name in named(requirements_of(folder)):
        assert re.search(rf"^{re.escape(name)}(\[\w+\])?==[^\n]+\\\n +--hash=sha256:", locked, re.M)


@pytest.mark.parametrize("module", BROUGHT_ALONG)
def test_what_is_brought_along_is_a_requirement_of_what_is_named(module):
    bringer, reason = BROUGHT_ALONG[module]
    assert reason
    assert any(re.match(rf"{module}\b", line, re.I) for line in requires(bringer))


@pytest.mark.parametrize("name", HELD_BACK)
def test_what_is_held_back_is_a_requirement_of_what_is_named(name):
    assert any(re.match(rf"{name}\b", line, re.I) for line in requires(HELD_BACK[name]))


@pytest.mark.parametrize("name", USED_WITHOUT_IMPORT)
def test_what_is_used_without_import_is_used(name):
    assert USED_WITHOUT_IMPORT[name] in committed()
    assert name in (ROOT / USED_WITHOUT_IMPORT[name]).read_text("utf-8")


def test_an_import_that_is_not_named_is_found():
    files = {"stage1-monolith/shop/x.py": "import yaml, json, shop_rules\nfrom PIL import Image"}
    assert not_named(files, "pillow\n") == ["pyyaml"]


def test_a_name_that_is_not_imported_is_found():
    files = {"stage1-monolith/shop/x.py": "import jwt"}
    assert not_imported(files, "# why\npyjwt[crypto]>=2  # tokens\nsix\n") == ["six"]
