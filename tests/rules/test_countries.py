import re

import pytest

from shop_rules.countries import ALPHA_2


def test_there_are_the_249_countries_of_the_standard():
    assert len(ALPHA_2) == 249


def test_each_code_is_two_capital_letters():
    assert all(re.fullmatch("[A-Z]{2}", code) for code in ALPHA_2)


@pytest.mark.parametrize("code", ["DE", "GB", "AX", "BQ", "SS", "PS", "TW", "ZW"])
def test_a_country_is_there(code):
    assert code in ALPHA_2


@pytest.mark.parametrize("code", ["UK", "EU", "XK", "AN", "SU", "YU", "CS", "AA", "ZZ", "de"])
def test_what_is_no_country_or_no_longer_is_not_there(code):
    assert code not in ALPHA_2
