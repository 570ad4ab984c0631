"""`python -m machinery.grade 4.1`: runs an exercise's tests against the reader's copy."""

import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path

from local import command
from local.refusal import Refusal
from tests.drivers.__main__ import settings, suite
from tests.drivers.stage import Stage

from .exercise import ALL, Exercise, copy_of, read
from .tree import ROOT

IMPORTED = ("shared", "stage1-monolith", "stage2-services")  # by tests that need no shop


def main(number: str) -> str | None:
    exercise = read(number)
    check_is_set_up(number)
    stages = exercise["stages"]
    with command.takes("30 seconds to 3 minutes" if stages else "10 to 30 seconds"):
        missing = [f"stage {each}" for each in stages if not passes(number, exercise, each)]
        if not stages and not passes_alone(number, exercise):
            missing = ["your copy"]
    if missing:
        return f"Exercise {number} is not done yet: see above what {missing[0]} lacks."
    print(f"Exercise {number} is done.")
    return None


def check_is_set_up(number: str) -> None:
    if not copy_of(number).exists():
        raise Refusal(f"Exercise {number} is not set up. Type: make exercise N={number}")


def passes(number: str, exercise: Exercise, stage: str) -> bool:
    """True if the tests pass. They are this repository's, even if the copy changed them."""
    where = copy_of(number)
    options = ["-q", "-p", "no:cacheprovider", "--tb=short"]
    try:
        with opened(where, stage) as shop:
            known = settings(shop.url, shop.staff, shop.provider, shop.provider_key)
            runs = [suite(known, [*options, *words]) for words in chosen(number, exercise)]
    except RuntimeError as trouble:
        raise Refusal(f"Stage {stage} of your copy does not come up: {trouble}") from None
    return not any(run.returncode for run in runs)


def passes_alone(number: str, exercise: Exercise) -> bool:
    """True if the tests pass. They need no shop: they import the copy's modules, and this
    repository's tests and machinery."""
    where = copy_of(number)
    env = {"PYTHONPATH": os.pathsep.join(str(where / folder) for folder in IMPORTED)}
    options = ["-q", "-p", "no:cacheprovider", "--tb=short", "-o", "pythonpath=. docs"]
    return not any(suite(env, [*options, *words]).returncode for words in chosen(number, exercise))


@contextmanager
def opened(where: Path, stage: str) -> Iterator[Stage]:
    """The copy's stage, run with the copy's own rules and supervisor."""
    driver = import_module(f"tests.drivers.stage{stage}")
    source = where / driver.SOURCE.relative_to(ROOT)
    env = {"PYTHONPATH": str(where / "shared")}
    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder) / "data"
        with driver.running(data=data, source=source, env=env) as shop:
            yield shop


def chosen(number: str, exercise: Exercise) -> Iterator[list[str]]:
    """pytest's arguments for each run: tests of the contract suite, and the exercise's own."""
    of_suite = [test for test in exercise["tests"] if test.startswith("tests/contract/")]
    own = [str((ALL / number / test).relative_to(ROOT)) for test in exercise["tests"]]
    own = [path for path in own if (ROOT / path).is_file()]
    if of_suite:
        yield of_suite
    if own:
        yield [*(["-p", "tests.contract.conftest"] if exercise["stages"] else []), *own]


if __name__ == "__main__":
    sys.exit(command.run(main, sys.argv[1]))
