import ast

import pytest

from shop_rules import common_passwords

from . import make_common_passwords as making

RANKED = "12345\nqwertyuiop\naaaaaaaaaa\nQWERTYuiop\npassword123\n4815162342\n".splitlines(True)


def test_there_are_ten_thousand_of_ten_characters_and_more():
    assert len(common_passwords.words()) == 10_000
    assert min(map(len, common_passwords.words())) == 10


@pytest.mark.parametrize(
    "password",
    ["1234567890", "qwertyuiop", "password123", "0123456789", "1q2w3e4r5t", "basketball"],
)
def test_the_commonest_are_found(password):
    assert common_passwords.is_common(password)


@pytest.mark.parametrize("password", ["Password123", "PASSWORD123", "ｐassword１23", "QwErTyUiOp"])
def test_in_another_case_or_width_they_are_as_common(password):
    assert common_passwords.is_common(password)


@pytest.mark.parametrize(
    "password", ["correct horse battery", "password123 ", " password123", "p4$$w0rd and more", ""]
)
def test_others_are_not(password):
    assert not common_passwords.is_common(password)


@pytest.mark.parametrize(
    "password", ["a" * 10, "p" * 128, " " * 10, "\U0001f600" * 10, "aAａA" * 3]
)
def test_one_character_repeated_is_seen(password):
    assert common_passwords.is_one_character(password)


@pytest.mark.parametrize("password", ["a" * 9 + "b", "ababababab", "\U0001f600" * 9 + "a"])
def test_two_are_not_one(password):
    assert not common_passwords.is_one_character(password)


def test_the_list_is_made_of_the_first_that_are_long_enough_and_not_one_character():
    assert making.commonest(RANKED, 2) == ["password123", "qwertyuiop"]
    assert making.commonest(RANKED) == ["4815162342", "password123", "qwertyuiop"]


def test_making_it_of_the_same_words_makes_the_same_file():
    with open(common_passwords.__file__, encoding="utf-8") as file:
        source = file.read()
    assert making.written(source, sorted(common_passwords.words())) == source
    ast.parse(making.written(source, ["qwertyuiop"]))
