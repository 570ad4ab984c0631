"""A file of products is imported on a page: how far it is, and which rows were wrong."""

import pytest

from tests.contract.files import as_csv, goods
from tests.contract.steps import listed

from .tab import expect


@pytest.fixture
def clerk(tab, staff):
    tab.sign_in(staff)
    return tab


def choose(tab, content, name="goods.csv"):
    tab.open("/staff/imports")
    file = {"name": name, "mimeType": "text/csv", "buffer": content}
    tab.page.locator("input[type=file]").set_input_files(file)


@pytest.mark.short
def test_a_file_is_imported_and_its_wrong_row_is_told(clerk, staff):
    rows = goods(3)
    clerk.open("/staff/products")
    clerk.click("Import", role="link")
    choose(clerk, as_csv([rows[0], {**rows[1], "price": 0}, rows[2]]))
    clerk.sees("2 of 3 rows are in the catalog")
    row = clerk.page.get_by_role("row").filter(has_text="price:")
    expect(row.get_by_role("cell").first).to_have_text("3")
    clerk.page.reload()
    clerk.sees("2 of 3 rows are in the catalog")
    found = {each["name"] for each in listed(staff, "/products", category=rows[0]["category"])}
    assert found == {"Cup 1", "Cup 3"}


def test_a_file_that_is_refused_is_told_in_the_shops_words(clerk):
    clerk.expects(422)
    choose(clerk, b"name,category\nMug,Mugs\n")
    clerk.sees("The header has no column price.")
    choose(clerk, b"Mug", name="goods.xlsx")
    clerk.sees("Unsupported file type")


def test_a_file_whose_answer_was_lost_is_imported_once(clerk, staff):
    """The connection broke after the shop had it: the second try has the same key."""
    rows = goods(2)
    clerk.expects("unreachable")
    clerk.page.route("**/product-imports", lambda route: (route.fetch(), route.abort()), times=1)
    choose(clerk, as_csv(rows))
    clerk.sees("The file wasn't imported")
    clerk.click("Try again")
    clerk.sees("2 of 2 rows are in the catalog")
    found = [each["name"] for each in listed(staff, "/products", category=rows[0]["category"])]
    assert sorted(found) == ["Cup 1", "Cup 2"]
