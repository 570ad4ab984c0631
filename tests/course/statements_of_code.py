"""What the pages state about code and parts. The counts are those of the box `simplicity`."""

import subprocess
import sys

from tests.claims import naive_services
from tests.layout.house import DEPLOYMENT, ROOT

from .boxes import box, figures, row, simple, started
from .statement import EIGHT, FIVE, FOUR, ONE, SIX, Statement, near


def ratio(column: str, stage: int) -> float:
    """How many times stage 1's count a stage's is."""
    return simple(stage, column) / simple(1, column)


def _tests_of_the_suite() -> int:
    words = ["-m", "pytest", "--collect-only", "-q", "-p", "no:cacheprovider", "tests/contract"]
    done = subprocess.run([sys.executable, *words], cwd=ROOT, capture_output=True, text=True)
    return int(figures(done.stdout.splitlines()[-1])[0])


def _changes() -> int:
    return sum(line.startswith("+ ") for line in box("naive-services").splitlines())


def _files(pattern: str) -> int:
    return len(list((ROOT / "stage2-services").glob(pattern)))


CODE = [
    Statement(
        EIGHT,
        "Stage 2 has about one and a half times the Python of stage 1",
        lambda: near(ratio("python", 2), 1.5),
    ),
    Statement(EIGHT, "Stage 3 has about as much as stage 1", lambda: near(ratio("python", 3), 1)),
    Statement(
        EIGHT,
        "nearly five times as much in stage 2, and some eighteen times in stage 3",
        lambda: near(ratio("description", 2), 4.8) and near(ratio("description", 3), 18.1),
    ),
    Statement(
        f"{ONE}/what.md",
        "Stages 1 and 3 have about as much Python; stage 2 has more.",
        lambda: near(ratio("python", 3), 1) and ratio("python", 2) > 1.2,
    ),
    Statement(
        f"{FOUR}/5-what-one-process-saves.md",
        "The Python grows in stage 2 and hardly in stage 3, and the code for orders has about the "
        "same size everywhere",
        lambda: (
            near(ratio("python", 3), 1)
            and ratio("python", 2) > 1.2
            and all(near(ratio("orders", stage), 1) for stage in (2, 3))
        ),
    ),
    Statement(
        f"{FOUR}/7-more-machines.md",
        "the fewest parts of the three, and the least to write if you include the description",
        lambda: all(
            simple(1, "parts") < simple(stage, "parts")
            and simple(1, "python") + simple(1, "description")
            < simple(stage, "python") + simple(stage, "description")
            for stage in (2, 3)
        ),
    ),
    Statement(
        f"{SIX}/what-it-cost.md",
        "stage 1: one; stage 2: fourteen processes",
        lambda: (simple(1, "parts"), simple(2, "parts")) == (1, 14),
    ),
    Statement(EIGHT, "can't run fourteen processes well", lambda: simple(2, "parts") == 14),
    Statement("README.md", "the same shop as sixteen processes", lambda: started(2) == 16),
    Statement(f"{FIVE}/index.md", "You see sixteen processes", lambda: started(2) == 16),
    Statement(
        f"{SIX}/index.md",
        "Stage 2 had sixteen parts, and here there are four",
        lambda: (started(2), started(3)) == (16, 4),
    ),
    Statement(
        f"{FIVE}/index.md",
        "Eight images, six databases, two Valkey servers",
        lambda: (
            (_files("*/Dockerfile"), _files("*/migrations") - 1) == (8, 6)
            and (ROOT / "stage2-services/parts.toml").read_text().count('"local.valkey"') == 2
        ),
    ),
    Statement(
        f"{FIVE}/index.md",
        "A slow order may have been slow in any of nine processes",
        lambda: row("harder-to-debug", "stage 2")[1] == 9,
    ),
    Statement(
        f"{FIVE}/3-an-order-is-a-saga.md",
        "Its claim lets nine such accidents happen",
        lambda: len(naive_services.accidents(False)) == len(naive_services.accidents(True)) == 9,
    ),
    Statement(
        f"{FIVE}/3-an-order-is-a-saga.md",
        "It takes four changes to close these gaps.",
        lambda: not any(row("naive-services", "+ sweep")) and _changes() == 4,
    ),
    Statement(
        "docs/running-on-aws.md",
        "holds what the functions import and nothing else, and is under 20 MB.",
        lambda: "\nMOST_MEGABYTES = 20\n" in (ROOT / DEPLOYMENT / "artefact.py").read_text(),
    ),
    Statement(
        "README.md",
        "with more than 1,500 tests",
        lambda: _tests_of_the_suite() > 1500,
    ),
]
