import pytest
from hypothesis import given
from hypothesis import strategies as st

from shop_rules import pricing
from shop_rules.errors import Invalid


def a_line(unit_price=100, quantity=1, **more):
    line = {"product_id": "p", "name": "Tea", "unit_price": unit_price, "quantity": quantity}
    return {**line, "archived": False, **more}


LINES = st.lists(
    st.builds(a_line, st.integers(1, 10_000_000), st.integers(1, 99)),
    max_size=pricing.MAX_CART_LINES,
)


@given(LINES)
def test_the_total_is_the_sum_of_the_line_totals_to_the_cent(lines):
    total = pricing.total(lines)
    assert total == sum(line["line_total"] for line in pricing.shown(lines))
    assert type(total) is int


@given(LINES)
def test_the_order_of_the_lines_makes_no_difference_to_the_total(lines):
    assert pricing.total(lines[::-1]) == pricing.total(lines)


def test_the_total_of_nothing_is_nothing():
    assert pricing.total([]) == 0


def test_the_largest_cart_is_counted_exactly():
    lines = [a_line(10_000_000, 99)] * 40
    assert pricing.total(lines) == 39_600_000_000


def test_a_line_is_shown_with_its_total_and_without_what_is_our_own():
    assert pricing.shown([a_line(1999, 3, archived=True)]) == [
        {
            "product_id": "p",
            "name": "Tea",
            "unit_price": 1999,
            "quantity": 3,
            "line_total": 5997,
        }
    ]


def test_an_empty_cart_is_no_order():
    with pytest.raises(Invalid, match="empty"):
        pricing.check_order([])


def test_an_archived_product_is_named():
    lines = [
        a_line(),
        a_line(product_id="p1", name="Old tea", archived=True),
        a_line(product_id="p2", name="Older tea", archived=True),
    ]
    with pytest.raises(Invalid) as caught:
        pricing.check_order(lines)
    fault = caught.value.more["errors"][0]
    assert fault["pointer"] == ""
    assert "Old tea (p1), Older tea (p2)" in fault["detail"]


def test_a_cart_has_forty_lines_at_most():
    assert pricing.MAX_CART_LINES == 40
    pricing.check_cart([a_line()] * 40)
    with pytest.raises(Invalid, match="40 different"):
        pricing.check_cart([a_line()] * 41)


def test_a_product_costs_a_hundred_thousand_at_most():
    assert pricing.MAX_PRICE == 10_000_000


def test_an_order_may_cost_a_cent_less_than_a_million():
    pricing.check_order([a_line(9_999_999, 10), a_line(9)])
    assert pricing.MAX_ORDER_TOTAL == 99_999_999


def test_an_order_of_a_million_is_refused():
    with pytest.raises(Invalid, match="99999999"):
        pricing.check_order([a_line(10_000_000, 10)])
