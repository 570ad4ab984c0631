"""`python -m tests.drivers contract [pytest's own options]`: holds a shop to the contract.

`python -m tests.drivers attacks [pytest's own options]` attacks it instead (tests/attacks).

From the environment: STAGE (or the first there is) and DB for a stage that is started for this;
or URL, STAFF_EMAIL and STAFF_PASSWORD for a shop that runs somewhere, PROVIDER_URL and PROVIDER_KEY
if there is one.
"""

import os
import subprocess
import sys
import tempfile
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path

from .ctrl_c import heeded
from .stage import ROOT

SUITES = {"contract": "tests/contract", "attacks": "tests/attacks"}


def main(words):
    if not words or words[0] not in SUITES:
        return __doc__.strip()
    try:
        with target(os.environ) as settings:
            return suite(settings, words[1:], SUITES[words[0]]).returncode
    except LookupError as missing:
        return str(missing.args[0])


def target(environ):
    """A context manager of the suite's settings, as its conftest.py names them."""
    return given(environ) if environ.get("URL") else started(environ)


@contextmanager
def given(environ):
    for name in ("STAFF_EMAIL", "STAFF_PASSWORD"):
        if not environ.get(name):
            raise LookupError(f"The shop at {environ['URL']} needs a staff sign-in: {name}=…")
    staff = environ["STAFF_EMAIL"], environ["STAFF_PASSWORD"]
    url = environ["URL"].rstrip("/")
    yield settings(url, staff, environ.get("PROVIDER_URL"), environ.get("PROVIDER_KEY"))


@contextmanager
def started(environ):
    number = environ.get("STAGE") or first_stage()
    if not (ROOT / f"tests/drivers/stage{number}.py").exists():
        raise LookupError(f"There is no stage {number}.")
    driver = import_module(f".stage{number}", __package__)
    db = environ.get("DATABASE_URL") or environ.get("DB") or driver.DATABASES[0]
    print(f"Starting stage {number} on {db.partition('://')[0]}", flush=True)
    with tempfile.TemporaryDirectory() as folder:
        with driver.running(data=Path(folder) / "data", db=db) as stage:
            known = settings(stage.url, stage.staff, stage.provider, stage.provider_key)
            yield known | {"STAGE_DATA": str(stage.data)}


def first_stage():
    """Of the stages that are here: on the branch of a stage it is the only one."""
    return min(file.stem[5:] for file in (ROOT / "tests/drivers").glob("stage[0-9].py"))


def settings(url, staff, provider_url, provider_key):
    names = ("SHOP_URL", "SHOP_STAFF_EMAIL", "SHOP_STAFF_PASSWORD", "PROVIDER_URL", "PROVIDER_KEY")
    values = (url, *staff, provider_url, provider_key)
    return {name: value for name, value in zip(names, values, strict=True) if value}


def suite(settings, options, tests=SUITES["contract"], **how):
    """Runs it as a process of its own; what it prints can be seen as it comes.

    tests: the folder to run where the options name no file.
    """
    some = any(word.startswith((tests, "docs/exercises")) for word in options)
    words = [sys.executable, "-m", "pytest", *([] if some else [tests]), *options]
    outer = {k: v for k, v in os.environ.items() if not k.startswith(("PYTEST", "MAKE"))}
    return subprocess.run(words, env=outer | settings, cwd=ROOT, **how)


if __name__ == "__main__":
    sys.exit(heeded(main, sys.argv[1:]))
