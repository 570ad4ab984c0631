"""A load goes to this machine alone, and says in one line why it could not be made."""

import pytest

from local import ports
from local.refusal import Refusal

from . import anywhere, machine
from .whole import QUICK


@pytest.mark.parametrize(
    "url", ["http://192.0.2.1:80/", "https://127.0.0.1:8001/", "http://127.0.0.1/", "shop"]
)
def test_another_machine_gets_no_load(url):
    with pytest.raises(Refusal, match=r"^URL="):
        anywhere.address(url)


def test_what_answers_is_measured():
    with machine._trivial() as url:
        [table] = anywhere.measured(url, QUICK)
    assert table.rows[0][0] == "/"
    assert float(table.rows[0][1]) > 0


def test_what_does_not_answer_is_one_line():
    with pytest.raises(Refusal, match=r"^GET http://127\.0\.0\.1:\d+/x: .*refused"):
        list(anywhere.measured(f"http://127.0.0.1:{ports.free()}/x", QUICK))
