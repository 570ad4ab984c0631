import pytest
from hypothesis import given
from hypothesis import strategies as st

from shop_rules import etags
from shop_rules.errors import PreconditionFailed, PreconditionRequired

VERSIONS = st.integers(1, 2**31)
OTHERS = st.lists(st.sampled_from(['"a"', 'W/"b"', '""', '"x, y"', 'W/"z"']), max_size=4)


LIKE_IT = ["", "1", "'1'", '"1', '1"', '"11"', '"1 "', '"*"', "W/1"]
NO_LIST = ['"1"x', 'x"1"', '"1""2"', '"2" "1"', '"1"; a=b', '*, "1"', 'w/"1"', '"1", x', 'W/ "1"']


def listed(before, tag, after):
    return ", ".join([*before, tag, *after])


@given(VERSIONS, VERSIONS)
def test_two_versions_have_two_strong_tags(one, other):
    tags = etags.of_version(one), etags.of_version(other)
    assert all(tag[0] == tag[-1] == '"' for tag in tags)
    assert (tags[0] == tags[1]) == (one == other)


@given(VERSIONS, OTHERS, OTHERS, st.booleans())
def test_a_tag_in_the_list_says_the_client_has_it(version, before, after, weak):
    etag = etags.of_version(version)
    sent = listed(before, "W/" * weak + etag, after)
    assert etags.unchanged(sent, etag)


@given(VERSIONS, OTHERS)
def test_a_list_without_the_tag_says_the_client_has_it_not(version, tags):
    assert not etags.unchanged(", ".join(tags), etags.of_version(version))


def test_a_star_says_the_client_has_it():
    assert etags.unchanged("*", '"1"')
    assert etags.unchanged(" * ", '"1"')


def test_no_header_says_nothing():
    assert not etags.unchanged(None, '"1"')


@pytest.mark.parametrize("sent", [*LIKE_IT, *NO_LIST])
def test_what_only_looks_like_the_tag_is_another(sent):
    assert not etags.unchanged(sent, '"1"')
    with pytest.raises(PreconditionFailed):
        etags.check(sent, '"1"')


@given(VERSIONS, OTHERS, OTHERS)
def test_a_change_of_this_version_goes_through(version, before, after):
    etag = etags.of_version(version)
    etags.check(listed(before, etag, after), etag)
    etags.check("*", etag)


@given(VERSIONS, OTHERS)
def test_a_change_of_another_version_is_refused(version, tags):
    with pytest.raises(PreconditionFailed):
        etags.check(", ".join(tags), etags.of_version(version))


@given(VERSIONS, OTHERS, OTHERS)
def test_a_weak_tag_changes_nothing(version, before, after):
    etag = etags.of_version(version)
    with pytest.raises(PreconditionFailed):
        etags.check(listed(before, f"W/{etag}", after), etag)


@pytest.mark.parametrize("sent", [' "1" ', '"1",', ',"1"', '"2"\t,\t"1"', '"2",,"1"', '"1",W/"2"'])
def test_a_list_may_have_empty_places_and_room(sent):
    assert etags.unchanged(sent, '"1"')
    etags.check(sent, '"1"')


def test_a_long_list_that_is_none_is_soon_refused():
    assert not etags.unchanged('"1",' * 2000 + "x", '"1"')


def test_a_change_must_say_what_of():
    with pytest.raises(PreconditionRequired):
        etags.required(None)
    assert etags.required('"1"') == '"1"'


@given(st.text())
def test_any_text_is_read_as_a_list_of_tags(text):
    assert etags.unchanged(text, '"no such tag\n"') in (True, False)
