"""`python -m tests.drivers contract [pytest's own options]`: runs the contract suite on a shop.

`python -m tests.drivers attacks [pytest's own options]` runs the attacks (tests/attacks),
`python -m tests.drivers storefront [pytest's own options]` the browser tests (tests/storefront).

Environment: to start a stage: STAGE (default: the first one here), DB, the LIMITS, and RESTARTED=1
to stop it and start it again before the tests. To use a running shop: URL, STAFF_EMAIL and
STAFF_PASSWORD, PROVIDER_URL and PROVIDER_KEY for its payment provider, METRICS_URL and
METRICS_TOKEN for its metrics. API: the version to test, 1 or 2 (1). V: a variant, which is then
tested in its copy.
"""

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from importlib import import_module
from pathlib import Path

import requests

from local import command
from local.refusal import Refusal
from tests.restarts.buying import buy_and_restart

from .stage import ROOT, Environ

Settings = dict[str, str]  # the suite's settings, by their names in its conftest.py

SUITES = {name: f"tests/{name}" for name in ("contract", "attacks", "storefront")}
VERSIONS = ("1", "2")  # of the API
LIMITS = ("STEP_UP_SECONDS", "SIGN_INS_A_MINUTE")  # limits of the shop that the suite must know
BESIDE = {"attacks": {"XRAY": "on"}}  # settings of parts that are attacked too
TAKES = {"storefront": "8 to 15 minutes for the whole suite"}


def main(words: list[str]) -> int | str:
    if not words or words[0] not in SUITES:
        return __doc__.strip()
    if os.environ.get("V"):
        from machinery import variants  # a stage's branch has none

        return variants.main(os.environ["V"], words[0])
    version = command.choice("API", os.environ.get("API") or "1", VERSIONS)
    with (
        target(os.environ | BESIDE.get(words[0], {})) as settings,
        command.takes(TAKES.get(words[0], "2 to 7 minutes for the whole suite")),
    ):
        settings = in_version(settings, version)
        return suite(settings, words[1:], SUITES[words[0]]).returncode


def in_version(settings: Settings, version: str) -> Settings:
    return settings | {"SHOP_URL": f"{settings['SHOP_URL'].removesuffix('1')}{version}"}


def target(environ: Environ) -> AbstractContextManager[Settings]:
    return given(environ) if environ.get("URL") else started(environ)


@contextmanager
def given(environ: Environ) -> Iterator[Settings]:
    url = command.url("URL", environ["URL"], end="/api/v1")
    for name in ("STAFF_EMAIL", "STAFF_PASSWORD"):
        if not environ.get(name):
            raise Refusal(f"The shop at {url} needs a staff sign-in: {name}=…")
    staff = environ["STAFF_EMAIL"], environ["STAFF_PASSWORD"]
    if not _answers(f"{url}/health"):
        raise Refusal(f"No shop answers at {url}/health. Is it running? make ps")
    yield settings(url, staff, environ.get("PROVIDER_URL"), environ.get("PROVIDER_KEY"))


def _answers(url: str) -> bool:
    try:
        return requests.get(url, timeout=10).ok
    except requests.RequestException:
        return False


@contextmanager
def started(environ: Environ) -> Iterator[Settings]:
    number = command.choice("STAGE", environ.get("STAGE") or stages()[0], stages())
    driver = import_module(f".stage{number}", __package__)
    known = command.choice("DB", environ.get("DB") or driver.DATABASES[0], driver.DATABASES)
    db = environ.get("DATABASE_URL") or known
    print(f"Starting stage {number} on {db.partition('://')[0]}", flush=True)
    told = {name: environ[name] for name in LIMITS if environ.get(name)}
    beside = {name: environ[name] for name in BESIDE["attacks"] if environ.get(name)}
    with tempfile.TemporaryDirectory() as folder:
        with driver.running(data=Path(folder) / "data", db=db, env=told | beside) as stage:
            if environ.get("RESTARTED"):
                buy_and_restart(stage)
            found = settings(stage.url, stage.staff, stage.provider, stage.provider_key)
            known = stage.metrics | stage.identity | stage.colleagues
            yield told | found | known | {"STAGE_DATA": str(stage.data)}


def stages() -> list[str]:
    """The stages in this working copy: only one, on a stage's branch."""
    return sorted(file.stem[5:] for file in (ROOT / "tests/drivers").glob("stage[0-9].py"))


def settings(
    url: str, staff: tuple[str, str], provider_url: str | None, provider_key: str | None
) -> Settings:
    names = ("SHOP_URL", "SHOP_STAFF_EMAIL", "SHOP_STAFF_PASSWORD", "PROVIDER_URL", "PROVIDER_KEY")
    values = (url, *staff, provider_url, provider_key)
    return {name: value for name, value in zip(names, values, strict=True) if value}


def suite(
    settings: Settings,
    options: Sequence[str],
    tests: str = SUITES["contract"],
    check: bool = False,
    capture_output: bool = False,
) -> subprocess.CompletedProcess[str]:
    """Run the suite in its own process, with its output shown at once.

    tests: the folder to run if the options name no file.
    """
    some = any(word.startswith((tests, "docs/exercises")) for word in options)
    words = [sys.executable, "-m", "pytest", *([] if some else [tests]), *options]
    outer = {k: v for k, v in os.environ.items() if not k.startswith(("PYTEST", "MAKE"))}
    return subprocess.run(
        words,
        env=outer | settings,
        cwd=ROOT,
        check=check,
        capture_output=capture_output,
        text=True,
    )


if __name__ == "__main__":
    sys.exit(command.run(main, sys.argv[1:]))
