"""Each stage, started as a newcomer starts it, is held to the contract."""

import re

import pytest

from .drivers.__main__ import suite, target

OPTIONS = ["-q", "-n", "2", "-p", "no:cacheprovider"]  # two at a time: half of it is waiting
WHOLE = 1500  # tests that must have passed: an empty run keeps no contract

# Where it matters which database is below: the whole suite on it is in `make verify`.
OF_DATABASES = [
    f"tests/contract/test_{name}.py"
    for name in (
        "cart",
        "catalog_lists",
        "catalog_search",
        "emails",
        "lists",
        "orders_idempotency",
        "races",
        "races_of_stock_and_carts",
        "zz_books",
    )
]


@pytest.mark.parametrize(
    "number, db, tests, least",
    [
        ("1", "sqlite", [], WHOLE),
        ("1", "postgres", OF_DATABASES, 150),
        ("2", "postgres", [], WHOLE),
        ("3", "dynamodb", [], WHOLE),
    ],
)
def test_a_stage_keeps_the_contract(number, db, tests, least):
    with target({"STAGE": number, "DB": db}) as settings:
        run = suite(settings, [*OPTIONS, *tests], capture_output=True, text=True)
    print(run.stdout[-6000:], run.stderr[-2000:])
    passed = re.search(r"(\d+) passed", run.stdout)
    assert run.returncode == 0
    assert int(passed[1]) >= least
