"""How much is done: in `make test` as little as finds a fault, in `make verify` all."""

import pytest

ONLY = "only with --three-times"


def pytest_addoption(parser):
    parser.addoption("--three-times", action="store_true", help="stop and start all three times")


@pytest.fixture
def thorough(request):
    return request.config.getoption("--three-times", False)


@pytest.fixture
def times(thorough, number):
    """How often a stage is started again."""
    if not thorough and number != "1":
        pytest.skip(f"{ONLY}; test_stages.py starts stages 2 and 3 again as well")
    return 3 if thorough else 1


@pytest.fixture
def is_quick(thorough, number):
    if not thorough and number == "3":
        pytest.skip(f"{ONLY}: each start of stage 3 takes most of a minute")
