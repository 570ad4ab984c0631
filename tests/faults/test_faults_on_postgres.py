"""The short form, on the other database."""

import pytest

from . import kills


@pytest.mark.parametrize("time", range(3))
def test_the_books_balance_after_the_shop_is_killed_under_load(postgres_market, time):
    kills.kill("shop", postgres_market, f"short {time}")
