import pytest

from shop_rules import csv_rows
from shop_rules.errors import Invalid

HEADER = "name,category,price\n"
A_MUG = {"name": "Mug", "category": "Mugs", "price": 1}


def read(text):
    return list(csv_rows.read(text))


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_lines_end_in_any_way_and_the_last_may_not_end(end):
    text = HEADER + "Mug,Mugs,1\nMug,Mugs,1"
    assert read(text.replace("\n", end)) == [(2, A_MUG), (3, A_MUG)]


def test_a_cell_in_quotes_may_hold_what_divides_cells():
    text = HEADER + '"a ""b"", c\r\nd",Mugs,1\nMug,Mugs,1\n'
    assert read(text) == [(2, {**A_MUG, "name": 'a "b", c\r\nd'}), (4, A_MUG)]


def test_a_row_has_the_line_on_which_it_begins():
    text = "\n" + HEADER + "\n\nMug,Mugs,1\n\n" + '"a\n\nb",Mugs,1\nMug,Mugs,1\n'
    assert [line for line, _ in read(text)] == [5, 7, 10]


def test_columns_come_in_any_order_and_empty_cells_are_none():
    text = " price , name,id,category,currency,description\n1,Mug,,Mugs,,\n"
    assert read(text) == [(2, {**A_MUG, "description": ""})]


@pytest.mark.parametrize("price", ["", "1.0", "1e3", "+1", "-1", " 1", "1_000", "1" * 10, "\u0661"])
def test_a_price_that_is_not_plain_digits_stays_a_text(price):
    ((_, fields),) = read(f"{HEADER}Mug,Mugs,{price}\n")
    assert fields["price"] == price


@pytest.mark.parametrize("row, cells", [("Mug", 1), ("Mug,Mugs", 2), ("Mug,Mugs,1,", 4)])
def test_a_row_of_another_length_is_wrong(row, cells):
    assert read(HEADER + row) == [(2, f"{cells} cells; the header has 3.")]


@pytest.mark.parametrize("missing", csv_rows.REQUIRED)
def test_a_missing_column_is_named(missing):
    header = ",".join(set(csv_rows.REQUIRED) - {missing})
    with pytest.raises(Invalid, match=f"no column {missing}"):
        read(header + "\na,b\n")


@pytest.mark.parametrize("more", ["role", "", "name", "Name"])
def test_an_unknown_column_or_one_that_comes_twice_is_refused(more):
    with pytest.raises(Invalid, match="once"):
        read(f"name,category,price,{more}\n")


@pytest.mark.parametrize("row", ['"Mug,Mugs,1\n', '"M"ug,Mugs,1\n', '"' + "x" * 200_000 + '"\n'])
def test_a_file_whose_rows_have_no_clear_end_is_refused_with_the_line(row):
    with pytest.raises(Invalid, match="Line [23] is not CSV"):
        read(f"{HEADER}Mug,Mugs,1\n{row}")


def test_nothing_has_no_rows():
    assert read("") == read("\n\n") == read(HEADER) == []
