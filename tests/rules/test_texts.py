import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shop_rules import texts


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Ada@Example.COM", "ada@example.com"),
        ("ａｄａ@example.com", "ada@example.com"),  # full-width letters
        ("re\u0301ne@example.com", "r\u00e9ne@example.com"),  # e and accent, or both in one
        ("\ufb01nn@example.com", "finn@example.com"),  # a ligature
    ],
)
def test_two_spellings_of_one_address_are_one_person(one, other):
    assert texts.email_key(one) == texts.email_key(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("ada@example.com", "ada@example.org"),
        ("ada@example.com", "a.da@example.com"),
        ("ada@example.com", "ada+shop@example.com"),
        ("gro\u00df@example.com", "gross@example.com"),  # lower case, which is not case folding
    ],
)
def test_two_addresses_are_two_people(one, other):
    assert texts.email_key(one) != texts.email_key(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("STRASSE", "Straße"),
        ("Ångström", "A\u030angstro\u0308m"),
        ("Ｔｅａ", "tea"),
        ("ΣΊΣΥΦΟΣ", "σίσυφος"),
        ("½ l", "1⁄2 L"),
    ],
)
def test_two_spellings_of_one_name_sort_as_one(one, other):
    assert texts.name_key(one) == texts.name_key(other)


@given(st.text())
def test_a_key_of_a_key_is_that_key(text):
    assert texts.name_key(texts.name_key(text)) == texts.name_key(text)
    assert texts.email_key(texts.email_key(text)) == texts.email_key(text)


@given(st.text(alphabet=st.characters(max_codepoint=0x24F, exclude_characters="ı")))
def test_upper_and_lower_case_of_latin_have_one_key(text):
    assert texts.name_key(text.upper()) == texts.name_key(text)


@given(st.text())
def test_text_is_storable(text):
    assert texts.is_storable(text) == ("\0" not in text)


@given(st.text(), st.characters(categories=["Cs"]), st.text())
def test_half_a_surrogate_pair_is_not_storable(before, half, after):
    assert not texts.is_storable(before + half + after)


def test_white_space_is_what_ecma_262_calls_so():
    """Of all characters: those of its WhiteSpace and LineTerminator, and no others."""
    spaces = [chr(point) for point in range(0x110000) if unicodedata.category(chr(point)) == "Zs"]
    assert set(texts.WHITE_SPACE) == {*spaces, *"\t\n\v\f\r\u2028\u2029\ufeff"}
