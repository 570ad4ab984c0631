import pytest
from hypothesis import given
from hypothesis import strategies as st

from shop_rules import queries
from shop_rules.errors import Invalid

ANY = st.text(st.characters())


def refused(call):
    with pytest.raises(Invalid) as caught:
        call()
    assert caught.value.more["errors"][0]["pointer"] == ""
    return caught.value.more["errors"][0]["detail"]


@pytest.mark.parametrize(("sent", "limit"), [("1", 1), ("20", 20), ("100", 100), ("007", 7)])
def test_a_limit_is_1_to_100(sent, limit):
    assert queries.limit({"limit": sent}) == limit


@pytest.mark.parametrize(
    "sent",
    ["", "0", "101", "-1", "+1", "1.0", "1e1", " 1", "1 ", "1_0", "x", "１", "9" * 5000],
)
def test_another_limit_is_refused(sent):
    assert refused(lambda: queries.limit({"limit": sent})).startswith("limit: ")


def test_a_limit_that_is_not_given_is_20():
    assert queries.limit({"cursor": "x"}) == 20


@given(st.integers(0, 10_000_000))
def test_a_whole_number_within_its_bounds_is_read(number):
    query = {"min_price": str(number)}
    assert queries.whole_number(query, "min_price", 0, 10_000_000) == number


@pytest.mark.parametrize("sent", ["-1", "10000001"])
def test_a_whole_number_just_outside_its_bounds_is_refused(sent):
    detail = refused(lambda: queries.whole_number({"max_price": sent}, "max_price", 0, 10_000_000))
    assert detail.startswith("max_price: ")


@given(ANY)
def test_any_text_is_a_number_or_refused(sent):
    try:
        number = queries.whole_number({"n": sent}, "n", 0, 1000)
    except Invalid:
        return
    assert 0 <= number <= 1000
    assert sent.isascii()


@pytest.mark.parametrize("sent", ["", "x", "x" * 200, " x ", "%_\\", "ÄÖ"])
def test_a_text_is_taken_as_it_was_sent(sent):
    assert queries.text({"q": sent}, "q", 200) == sent


@pytest.mark.parametrize("sent", ["x" * 201, "\0", "a\0b", "\ud800"])
def test_a_text_too_long_or_not_storable_is_refused(sent):
    assert refused(lambda: queries.text({"q": sent}, "q", 200)).startswith("q: ")


def test_a_text_can_have_a_least_length():
    assert queries.text({"category": "x"}, "category", 100, shortest=1) == "x"
    assert refused(lambda: queries.text({"category": ""}, "category", 100, shortest=1))


def test_the_limits_are_the_contracts():
    assert (queries.DEFAULT_LIMIT, queries.MAX_LIMIT, queries.BESTSELLERS) == (20, 100, 10)


def test_what_is_not_given_is_none_or_the_default():
    assert queries.whole_number({}, "n", 0, 1) is None
    assert queries.text({}, "q", 200, shortest=1) is None
    assert queries.choice({}, "sort", ("a", "b")) is None
    assert queries.choice({}, "sort", ("a", "b"), "b") == "b"


def test_one_of_the_choices_is_taken():
    assert queries.choice({"sort": "-price"}, "sort", ("price", "-price"), "price") == "-price"


@pytest.mark.parametrize("sent", ["", "Price", "price ", "price,-price", "name"])
def test_what_is_none_of_the_choices_is_refused(sent):
    detail = refused(lambda: queries.choice({"sort": sent}, "sort", ("price", "-price"), "price"))
    assert detail == "sort: one of price, -price."
