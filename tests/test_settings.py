"""A setting that can't be used is refused in one line, by every target of the Makefile."""

import os
import re
import subprocess

import pytest

from local import command
from local.refusal import Refusal

from .course.scratch import INSTALLED
from .drivers.stage import ROOT

IN_A_STAGE = "buy tour stop start kill scale ps logs metrics staff redrive reset".split()
# {target: settings that can't be used, one at a time}
WRONG = {
    "stage1": ["PORT=shop", "PORT=0", "DB=oracle", "LOGS=loud", "SPANS=yes"],
    "stage2": ["PORT=shop"],
    "stage3": ["PORT=70000"],
    "move": [
        "FROM=2",
        "TO=3",
        "DO=jump",
        "DO=next",
        "DO=contract",
        "UNIT=orders",
        "PORT=shop",
        "LOAD=some",
    ],
    **{target: ["STAGE=9"] for target in IN_A_STAGE},
    "scale": ["STAGE=9", "P=catalog N=many", "P=catalog N=0"],
    "staff": [
        "STAGE=9",
        "EMAIL=",
        "EMAIL=ada",
        "EMAIL=ada@example",
        "EMAIL=a(da@@x.org",
        "ROLE=emperor",
    ],
    "verify": ["WHAT=nothing"],
    "contract": ["STAGE=9", "API=3", "DB=oracle", "URL=shop", "URL=http://127.0.0.1:1/api/v1"],
    "attacks": ["STAGE=9", "URL=shop"],
    "storefront": ["STAGE=9", "URL=shop"],
    "screenshots": ["STAGE=9", "URL=shop"],
    "mutants": ["STAGE=9", "ARGS=--sample=many", "ARGS='--only nothing'"],
    "faults": [
        *("STAGE=9", "KILLS=many", "DB=oracle", "MOVE=2-3", "NAIVE=very", "RESUME=yes"),
        *("WHAT=nothing", "STAGE=2 WHAT=resharding", "V=grpc WHAT=resharding"),
    ],
    "schemathesis": ["STAGE=9", "SEED=x", "URL=shop"],
    "bench": ["STAGE=7", "MOVE=2-3", "WHAT=profile", "URL=http://192.0.2.1:80/"],
    "differential": ["STAGES=1,9", "SEQUENCES=abc", "SEED=x"],
    "trace": ["STAGE=9", "TRACE=first"],
    "claim": ["CLAIM=nothing"],
    "docs": ["PORT=course"],
    "diagrams": ["OUT=/proc/x"],
    "diff": ["FEATURE=returns", "FROM=0", "TO=9", "ROLE=models"],
    "exercise": ["", "N=9.9"],
    "grade": ["", "N=9.9"],
    "hint": ["", "N=9.9"],
    "variant": ["V=microlith", "V=naive-services STEP=9"],
    "deploy-aws": [""],
    "staff-aws": [""],
    "redrive-aws": [""],
    "destroy-aws": [""],
}
# Those that take no setting.
PLAIN = {"help", "drill", "variants", "test", "branches", "lint", "openapi", "format", "lock"}
PLAIN |= {"clean"}
CASES = [(target, setting) for target, wrong in WRONG.items() for setting in wrong]
SURROUNDINGS = ("STAGE", "DATA", "PORT", "DB", "URL", "MAKE", "AWS_", "SEED", "KILLS")
SURROUNDINGS += ("WHAT", "RESUME")


def typed(target, setting):
    clean = {k: v for k, v in os.environ.items() if not k.startswith((*SURROUNDINGS, "PYTEST"))}
    words = f"make --no-print-directory {' '.join(INSTALLED)} {target} {setting}"
    return subprocess.run(
        words, shell=True, env=clean, cwd=ROOT, capture_output=True, text=True, timeout=60
    )


def targets():
    return set(re.findall(r"^([a-z0-9-]+):.*## ", (ROOT / "Makefile").read_text(), re.M))


def test_each_target_is_here():
    assert targets() == set(WRONG) | PLAIN


@pytest.mark.parametrize(("target", "setting"), CASES)
def test_a_setting_that_cannot_be_used_is_refused_in_one_line(target, setting):
    run = typed(target, setting)
    said = [line for line in run.stderr.splitlines() if not line.startswith("make: ***")]
    assert (run.returncode, run.stdout, len(said)) == (2, "", 1), run.stdout + run.stderr
    assert "Traceback" not in run.stderr


@pytest.mark.parametrize("stage", ["stage1", "stage2", "stage3"])
def test_a_shop_whose_passwords_are_soon_guessed_does_not_start(stage):
    run = typed(stage, "CHEAP_PASSWORDS=1")
    assert run.returncode == 2 and "CHEAP_PASSWORDS is for the project's own tests" in run.stderr


def test_a_target_that_takes_long_says_so_in_help():
    told = set(re.findall(r"^([a-z0-9-]+):.*## .*\(\d+ (?:to|min|s)\b", makefile(), re.M))
    assert told - {"test"} == {target for target in WRONG if announces(target)}


def test_help_lists_each_target_and_fits_80_columns():
    run = subprocess.run(["make", "help"], cwd=ROOT, capture_output=True, text=True, check=True)
    assert set(re.findall(r"^  make ([a-z0-9-]+) ", run.stdout, re.M)) == targets()
    assert max(map(len, run.stdout.splitlines())) <= 80


def makefile():
    return (ROOT / "Makefile").read_text()


def announces(target):
    """Whether the module that the target runs says how long it takes."""
    recipe = re.search(
        rf"^{target}:.*\n\t@(?:\$\(UNHURT\) )?\$\(RUN\) -m ([\w.]+)", makefile(), re.M
    )
    place = recipe[1].replace(".", "/")
    files = [ROOT / f"{place}.py", ROOT / f"{place}/__main__.py"]
    files += [ROOT / root / f"{place}.py" for root in ("docs", "shared", "stage3-serverless")]
    return any("command.takes(" in file.read_text() for file in files if file.exists())


@pytest.mark.parametrize("given", ["", "-1", "1.5", "٣", "ten", "0", "11"])
def test_a_number_is_one_of_those_that_can_be_meant(given):
    with pytest.raises(Refusal, match=f"N={given} is no whole number. Give one: N=1 to 10"):
        command.number("N", given, 1, 10)
    assert command.number("N", "10", 1, 10) == 10


@pytest.mark.parametrize("given", ["shop", "127.0.0.1:8001", "ftp://x/api/v1", "http:///api/v1"])
def test_an_address_has_a_scheme_a_host_and_the_contracts_path(given):
    with pytest.raises(Refusal, match="is no address such as"):
        command.url("URL", given, end="/api/v1")
    assert command.url("URL", "http://shop/api/v1/", end="/api/v1") == "http://shop/api/v1"


def test_how_long_it_takes_is_said_before_it_starts(capsys):
    with command.takes("about 5 minutes"):
        assert capsys.readouterr().err == "This takes about 5 minutes on two cores.\n"
