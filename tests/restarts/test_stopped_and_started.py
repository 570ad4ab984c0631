"""A stage that was stopped properly and started again keeps the contract's bounds."""

from importlib import import_module

import pytest

from local import ports
from tests.drivers.__main__ import stages

from .buying import check_bounds


@pytest.mark.parametrize("number", stages())
def test_a_purchase_is_in_time_after_each_start(number, times, tmp_path):
    """On another port at first, as a start that found its port in use; then on the same one."""
    driver = import_module(f"tests.drivers.stage{number}")
    first, other = ports.free(), ports.free()
    for port in [first, other, other, first][: times + 1]:
        with driver.running(data=tmp_path / "data", env={"PORT": str(port)}) as stage:
            check_bounds(stage)
