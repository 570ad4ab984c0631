"""The calculations of the claims."""

from types import SimpleNamespace

import pytest

from . import caching, one_order_for_one_key, server_timing, watching
from .opened import must


def test_the_longest_gap_is_between_two_answers():
    assert watching.longest_gap([(at, True) for at in (1.0, 1.5, 4.5, 5.0)]) == 3.0


def answered(status=200, **headers):
    return SimpleNamespace(status_code=status, headers=headers, content=b"12345", ok=status < 300)


def test_the_database_was_asked_if_the_shop_says_how_long_it_took():
    there = answered(**{"Server-Timing": "database;dur=1.5, total;dur=2.0"})
    assert server_timing.database(there) == "1.5"
    assert server_timing.database(answered(**{"Server-Timing": "total;dur=2.0"})) is None


def test_an_answers_size_is_its_headers_and_its_body():
    assert caching.size(answered(ETag='"1"')) == len(b'ETag: "1"\r\n') + 5


def test_statuses_are_counted():
    answers = [answered(201), answered(201), answered(409)]
    assert "2 × 201, 1 × 409" in one_order_for_one_key.row("sent at once", *answers)


def test_a_claim_that_does_not_hold_ends_with_a_line():
    must(True, "no")
    with pytest.raises(SystemExit, match="no"):
        must(False, "no")
