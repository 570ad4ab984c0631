import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shop_rules import json_bodies
from shop_rules.errors import Malformed, TooLarge, UnsupportedMedia

FLAT = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False)
JSON = st.recursive(
    FLAT | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=10,
)


@pytest.mark.parametrize(
    "sent",
    [
        "application/json",
        "Application/JSON",
        "application/json;",
        "application/json; charset=utf-8",
        "application/json;charset=UTF-8",
        'application/json; charset="utf-8"',
    ],
)
def test_json_is_taken(sent):
    json_bodies.check_type(sent)


@pytest.mark.parametrize(
    "sent",
    [
        None,
        "",
        "text/plain",
        "application/jsonp",
        "application/problem+json",
        "application/json, text/plain",
        "application/json; charset=latin-1",
        "application/json; charset=utf-16",
        "application/x-www-form-urlencoded",
        "multipart/form-data; boundary=x",
    ],
)
def test_another_type_is_refused(sent):
    with pytest.raises(UnsupportedMedia):
        json_bodies.check_type(sent)


@given(st.text(st.characters(max_codepoint=0xFF)))
def test_any_content_type_is_taken_or_refused(sent):
    try:
        json_bodies.check_type(sent)
    except UnsupportedMedia:
        return
    assert sent.lower().strip().startswith("application/json")


def test_a_body_may_have_a_quarter_of_a_mebibyte():
    assert json_bodies.MAX_BYTES == 262_144
    json_bodies.check_size(262_144)
    with pytest.raises(TooLarge):
        json_bodies.check_size(262_145)


def test_another_operation_may_allow_more():
    json_bodies.check_size(300_000, most=300_000)
    with pytest.raises(TooLarge):
        json_bodies.check_size(300_001, most=300_000)


@given(JSON)
def test_json_is_read_as_it_was_meant(content):
    assert json_bodies.parsed(json.dumps(content).encode()) == content
    assert json_bodies.parsed(json.dumps(content, ensure_ascii=False).encode()) == content


@given(st.binary())
def test_any_bytes_are_json_or_refused(content):
    try:
        json_bodies.parsed(content)
    except Malformed:
        return
    json.loads(content)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b" ",
        b"{",
        b"{'a': 1}",
        b'{"a": 1,}',
        b'{"a": 1} x',
        b"\xef\xbb\xbf{}",  # a byte order mark
        b'{"a": "\xff"}',
        b'{"a": "\xed\xa0\x80"}',  # half a surrogate pair, in what is then not UTF-8
        '{"a": 1}'.encode("utf-16"),
        '{"a": 1}'.encode("utf-32"),
        b'{"a": "\0"}',
        b'{"a": "\n"}',
        b'{"a": NaN}',
        b'{"a": Infinity}',
        b'{"a": -Infinity}',
        b'{"a": 01}',
        b'{"a": +1}',
        b'{"a": 0x1}',
        b'{"a": .5}',
        b'{"a": ' + b"9" * 5000 + b"}",  # Python refuses to convert more than 4300 digits
        b'{"a": ' + b"[" * 100_000 + b"]" * 100_000 + b"}",
        b'{"a":' * 50_000 + b"1" + b"}" * 50_000,
    ],
)
def test_what_is_not_json_in_utf_8_is_malformed(content):
    with pytest.raises(Malformed):
        json_bodies.parsed(content)


@pytest.mark.parametrize("opening, closing", [(b"[", b"]"), (b'{"a":', b"}")])
def test_how_deep_a_body_may_nest_does_not_depend_on_python(opening, closing):
    deep = json_bodies.MAX_DEPTH
    json_bodies.parsed(opening * deep + b"1" + closing * deep)
    with pytest.raises(Malformed, match="100 levels"):
        json_bodies.parsed(opening * (deep + 1) + b"1" + closing * (deep + 1))
    json_bodies.parsed(b"[" + b"[[1]]," * 1000 + b"[]]")  # wide is not deep


def test_half_a_surrogate_pair_can_be_written_with_an_escape():
    """So bodies.py has to look for it."""
    assert json_bodies.parsed(b'{"a": "\\ud800"}') == {"a": "\ud800"}


def test_a_number_beyond_all_floats_is_still_no_integer():
    assert not isinstance(json_bodies.parsed(b"1e400"), int)
