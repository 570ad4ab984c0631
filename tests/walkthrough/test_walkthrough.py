"""`make buy` and `make tour` at a stage 1. (All stages: tests/test_stages.py.)"""

import shutil

import pytest

from tests.drivers import stage1

from .pasted import pasted, walked

needs_curl = pytest.mark.skipif(not shutil.which("curl"), reason="this machine has no curl")


@pytest.fixture(scope="module")
def data(tmp_path_factory):
    with stage1.running(data=tmp_path_factory.mktemp("walk") / "data") as stage:
        yield stage.data


@needs_curl
def test_each_line_of_a_purchase_works_in_a_shell_and_again(data):
    steps = walked("buy", data)
    assert [step.status for step in steps] == [200, 201, 200, 201, 201, 200, 200, 200]
    for _ in range(2):
        assert [pasted(step.line) for step in steps] == [step.status for step in steps]


@needs_curl
def test_each_line_of_the_tour_works_in_a_shell(data):
    """That a shipped order can't be shipped again is the only difference."""
    steps = walked("tour", data)
    shown = [step.status for step in steps]
    assert shown == [201, 201, 202, 200, 200, 412, 201, 202, 200, 200, 200]
    assert [pasted(step.line) for step in steps] == [*shown[:-1], 409]


def test_a_token_is_for_its_owner_alone(data):
    walked("buy", data)
    for path in (data / "walkthrough").rglob("*"):
        assert path.stat().st_mode & 0o077 == 0, path
