"""Files on the pages of the staff: products come in, orders go out."""

import csv
import io
from pathlib import Path

import pytest

from tests.contract.files import as_csv, goods
from tests.contract.steps import LISTED, a_product, an_order, eventually, listed, settled

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


def export(tab, first, last):
    tab.open("/staff/exports")
    tab.fill("First day", first)
    tab.fill("Last day", last)
    tab.click("Make the file")


def saved(tab):
    """The rows of the file that the page offers."""
    tab.sees("The file is ready")
    with tab.page.expect_download() as found:
        tab.click("Save orders-", role="link")
    text = Path(found.value.path()).read_bytes().decode()
    return found.value.suggested_filename, list(csv.DictReader(io.StringIO(text), strict=True))


@pytest.mark.short
def test_the_orders_of_a_day_are_saved_as_a_file(clerk, staff, customer):
    order = settled(customer, an_order(customer, a_product(staff)))
    day = order["created_at"][:10]

    def is_listed():
        assert order["id"] in staff.get(f"/order-exports?day={day}").text

    eventually(is_listed, LISTED)
    clerk.open("/staff")
    clerk.click("Export", role="link")
    clerk.heading("Export orders")
    export(clerk, day, day)
    name, rows = saved(clerk)
    assert name == f"orders-{day}.csv"
    (row,) = [row for row in rows if row["order_id"] == order["id"]]
    assert (row["status"], row["line_total"]) == ("confirmed", str(order["lines"][0]["line_total"]))


def test_days_and_their_pages_become_one_file_and_an_outage_is_waited_for(clerk):
    """Two days, of which the first has two pages; a name has a line of its own."""
    head, asked = "order_id,name\r\n", []
    next_page = {"Link": '</api/v1/order-exports?day=2001-02-03&cursor=W10>; rel="next"'}
    pages = [(503, "", {"Retry-After": "1"}), (200, f'{head}1,"a\r\nb"\r\n', next_page)]
    pages += [(200, f"{head}2,c\r\n", {}), (200, f"{head}3,d\r\n", {})]

    def answer(route):
        status, body, headers = pages[len(asked)]
        asked.append(route.request.url.partition("?")[2])
        route.fulfill(status=status, body=body, headers=headers, content_type="text/csv")

    clerk.expects(503)
    clerk.page.route("**/order-exports?*", answer)
    export(clerk, "2001-02-03", "2001-02-04")
    clerk.sees("Trying again")
    clerk.sees("3 rows.")
    name, rows = saved(clerk)
    assert name == "orders-2001-02-03-to-2001-02-04.csv"
    assert [(row["order_id"], row["name"]) for row in rows] == [
        ("1", "a\r\nb"),
        ("2", "c"),
        ("3", "d"),
    ]
    first = "day=2001-02-03"
    assert asked == [first, first, f"{first}&cursor=W10", "day=2001-02-04"]


def test_a_period_that_is_refused_is_told_beside_its_field(clerk):
    clerk.expects(422)
    for first, last, told in (
        ("1999-12-31", "1999-12-31", "Choose a day from 2000 on."),
        ("2026-01-02", "2026-01-01", "The last day is before the first one."),
        ("2026-01-01", "2026-02-01", "Choose at most 31 days."),
    ):
        export(clerk, first, last)
        field = clerk.page.locator(".field").filter(has_text=told)
        expect(field.locator("[aria-invalid=true]")).to_be_focused()
    export(clerk, "2001-02-03", "2001-02-03")
    clerk.sees("There are no orders on these days")
