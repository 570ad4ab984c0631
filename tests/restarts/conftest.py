"""How often a stage is started again: once in `make test`, three times in `make verify`."""

import pytest


def pytest_addoption(parser):
    parser.addoption("--three-times", action="store_true", help="stop and start all three times")


@pytest.fixture
def times(request, number):
    if request.config.getoption("--three-times", False):
        return 3
    if number != "1":
        pytest.skip("only with --three-times; test_stages.py starts stages 2 and 3 again as well")
    return 1
