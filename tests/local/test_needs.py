"""`make stage1` installs what stage 1 needs, `make docs` what the course needs, and no more."""

import os
import subprocess

import pytest
import requests

from local import parts, ports
from local.banner import FRONT
from machinery.branches import STAGES
from tests.drivers import stage as driver
from tests.drivers.stage import ROOT

from . import lean

MOST_MEGABYTES = 130  # for stage 1, as installed; all together are more than 400
# Found by name while it runs, so that no import says it.
BY_NAME = {"celery": "kombu.transport.redis"}
OF_THE_COURSE = ["machinery.serve", "machinery.hooks", "mkdocs", "material", "pymdownx"]
OF_COMMANDS = ["local.control", "local.metrics", "walkthrough.buy", "walkthrough.tour"]
OF_COMMANDS += ["machinery.diff", "machinery.branches"]


def test_stage_1_installs_a_part_of_it():
    assert lean.megabytes("stage1") < MOST_MEGABYTES
    assert lean.megabytes("tests") > 3 * MOST_MEGABYTES


def test_what_a_need_has_among_its_own_is_not_installed_again():
    """environment.sh says it in a line for each; here is where it is true."""
    script = (ROOT / "shared/local/environment.sh").read_text()
    assert "stage2) echo commands postgres ;;" in script
    assert names("stage2") >= names("commands") | names("postgres")
    for need in ("commands", "postgres", "stage1", "stage2", "stage3", "docs"):
        assert names("tests") >= names(need)
        assert need == "postgres" or names(need) >= names("commands")


def test_stage_1_runs_on_what_it_installs(tmp_path, monkeypatch):
    python = lean.python("stage1", tmp_path / "venv")
    monkeypatch.setattr(driver.sys, "executable", str(python))
    with driver.running(ROOT / "stage1-monolith", tmp_path / "data", {"DB": "sqlite"}) as stage:
        assert requests.get(stage.url.removesuffix("/api/v1") + FRONT, timeout=10).ok
        buys(python, stage.data)


@pytest.mark.parametrize("stage", STAGES, ids=lambda stage: stage.number)
def test_what_a_stage_starts_is_found_in_what_it_installs(stage, tmp_path):
    python = lean.python(f"stage{stage.number}", tmp_path)
    imports(python, started(stage.folder), stage.folder)


@pytest.mark.parametrize(
    ("need", "modules"),
    [("docs", OF_THE_COURSE), ("commands", OF_COMMANDS)],
    ids=["docs", "commands"],
)
def test_so_is_what_the_other_commands_import(need, modules, tmp_path):
    imports(lean.python(need, tmp_path), modules, "docs")


def test_what_is_not_installed_is_missed(tmp_path):
    python = lean.python("commands", tmp_path)
    with pytest.raises(AssertionError, match="No module named"):
        imports(python, ["shop.app"], "stage1-monolith")


def names(need):
    return {each.name for each in lean.installed(need)}


def started(folder):
    """The modules that parts.toml starts, such as `-m shop.commands`, `--factory shop.app:…`."""
    file = parts.read(ROOT / folder)
    secrets = dict.fromkeys(file["secrets"], "x")
    found = set()
    for part in parts.of(file, "data", secrets, ports.free(), {}):
        for words in [*part.before, *part.then, part.command, *part.commands.values()]:
            after = dict(zip(words, words[1:], strict=False))
            named = [after.get(option, "") for option in ("-m", "--factory", "-A")]
            found |= {name.partition(":")[0] for name in named if name}
            found |= {BY_NAME[name] for name in named if name in BY_NAME}
    return sorted(found)


def imports(python, modules, folder):
    code = "; ".join(f"import {name}" for name in modules)
    assert modules
    path = os.pathsep.join(str(ROOT / each) for each in ("shared", folder, "."))
    run = subprocess.run(
        [python, "-c", code], env={"PYTHONPATH": path}, cwd=ROOT, capture_output=True, text=True
    )
    assert run.returncode == 0, run.stderr


def buys(python, data):
    env = {"PYTHONPATH": str(ROOT / "shared"), "DATA": str(data), "PATH": os.environ["PATH"]}
    run = subprocess.run(
        [python, "-m", "walkthrough.buy"], env=env, cwd=ROOT, capture_output=True, text=True
    )
    assert run.returncode == 0 and "200 OK" in run.stdout, run.stdout + run.stderr
