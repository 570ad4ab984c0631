import base64
import json
import string

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from shop_rules import cursors
from shop_rules.errors import Invalid

ALPHABET = string.ascii_letters + string.digits + "-_"
TEXTS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"))
NUMBERS = st.integers(0, 2**53 - 1)
AFTERS = st.lists(TEXTS | NUMBERS, min_size=1, max_size=3)
FILTERS = st.lists(st.none() | TEXTS | NUMBERS, max_size=4)


def shape_of(after):
    return [type(part)() for part in after]


def forged(after, *filters):
    """A cursor with a right digest: anybody can read in the source how it is made."""
    text = json.dumps([cursors._digest(after, filters), after], separators=(",", ":"))
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


@given(AFTERS, FILTERS)
def test_a_cursor_leads_back_to_where_it_was_made(after, filters):
    cursor = cursors.encode(after, *filters)
    assert cursors.decode(cursor, *filters, like=shape_of(after)) == after


@given(AFTERS, FILTERS)
def test_a_cursor_needs_no_escaping_in_a_url(after, filters):
    assert set(cursors.encode(after, *filters)) <= set(ALPHABET)


@given(AFTERS, st.data())
def test_any_changed_character_is_refused(after, data):
    cursor = cursors.encode(after, "products")
    place = data.draw(st.integers(0, len(cursor) - 1))
    other = data.draw(st.sampled_from(ALPHABET + "+/= \n.é") | st.characters())
    assume(other != cursor[place])
    with pytest.raises(Invalid):
        cursors.decode(
            cursor[:place] + other + cursor[place + 1 :], "products", like=shape_of(after)
        )


@pytest.mark.parametrize("length", range(4))
def test_the_unused_bits_of_the_last_character_are_not_free(length):
    """Base64 has up to 16 last characters for the same bytes; only one of them is ours."""
    cursor = cursors.encode(["x" * length])
    for last in set(ALPHABET) - {cursor[-1]}:
        with pytest.raises(Invalid):
            cursors.decode(cursor[:-1] + last, like=[""])


@given(AFTERS, st.sampled_from(["=", "==", "A", " ", "\n"]))
def test_anything_added_is_refused(after, more):
    cursor = cursors.encode(after)
    for changed in (cursor + more, more + cursor):
        with pytest.raises(Invalid):
            cursors.decode(changed, like=shape_of(after))


@given(AFTERS, FILTERS, FILTERS)
def test_a_cursor_of_other_filters_is_refused(after, filters, others):
    assume(filters != others)
    with pytest.raises(Invalid):
        cursors.decode(cursors.encode(after, *filters), *others, like=shape_of(after))


@given(st.text(st.characters()) | st.text(ALPHABET))
def test_any_other_text_is_refused(text):
    with pytest.raises(Invalid):
        cursors.decode(text, "products", like=[""])


@given(st.binary())
def test_any_other_bytes_in_base64_are_refused(content):
    with pytest.raises(Invalid):
        cursors.decode(base64.urlsafe_b64encode(content).decode(), like=[""])


@pytest.mark.parametrize(
    "after",
    [5, None, True, "x", {"x": 1}, [], [1], [""] * 2, [None], [True], [["x"]], ["\ud800"], ["\0"]],
)
def test_a_forged_cursor_of_another_shape_is_refused(after):
    with pytest.raises(Invalid):
        cursors.decode(forged(after, "products"), "products", like=[""])


@pytest.mark.parametrize("number", [-1, 2**53, 10**400, 1.0, True, "1"])
def test_a_forged_cursor_with_an_impossible_number_is_refused(number):
    with pytest.raises(Invalid):
        cursors.decode(forged([number, "x"]), like=[0, ""])


def test_a_forged_cursor_nested_deeply_is_refused():
    for depth in (900, 100_000):
        text = b'["' + b"0" * 16 + b'",' + b"[" * depth + b"]" * depth + b"]"
        with pytest.raises(Invalid):
            cursors.decode(base64.urlsafe_b64encode(text).decode(), like=[""])
