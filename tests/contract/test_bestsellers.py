"""The ten products sold most: ever confirmed minus cancelled, and still on sale."""

import pytest

from .lives import DECLINED, cancel, deliver, ship
from .steps import LATER, a_product, accepted, an_order, eventually, settled, unique
from .version import money

MOST_AT_ONCE = 99
TOO_FAR = 10 * MOST_AT_ONCE


def bestsellers(anyone):
    board = accepted(anyone.get("/products/bestsellers"))
    assert len(board) <= 10
    assert all(set(place) == {"product_id", "name", "units"} for place in board), board
    assert all(isinstance(place["units"], int) and place["units"] > 0 for place in board), board
    assert board == sorted(board, key=lambda place: (-place["units"], place["product_id"]))
    return board


def enough_to_lead(anyone):
    """The number of units that a product must sell to lead the list."""
    units = max((place["units"] for place in bestsellers(anyone)), default=0) + 1
    if units > TOO_FAR:
        pytest.skip(f"the bestseller here sold {units}: too many to overtake in a test")
    return units


def sell(customer, product, units):
    """The confirmed orders it took."""
    sizes = [MOST_AT_ONCE] * (units // MOST_AT_ONCE) + [units % MOST_AT_ONCE]
    orders = [
        settled(customer, an_order(customer, product, quantity=size)) for size in sizes if size
    ]
    assert {order["status"] for order in orders} == {"confirmed"}
    return orders


def take_back(customer, order):
    accepted(cancel(customer, order), 202)
    assert settled(customer, order)["status"] == "cancelled"


def archive(staff, *products):
    for product in products:
        accepted(staff.delete(f"/products/{product['id']}"), 204)


def soon_on_the_board(anyone, wanted, unwanted, units):
    """Wait until, of these products, exactly the wanted ones are listed, in order of their ids."""
    ids = {product["id"] for product in (*wanted, *unwanted)}
    places = [
        {"product_id": product["id"], "name": product["name"], "units": units}
        for product in sorted(wanted, key=lambda product: product["id"])
    ]

    def check():
        assert [place for place in bestsellers(anyone) if place["product_id"] in ids] == places

    eventually(check, LATER)


def test_what_is_confirmed_counts_and_what_is_cancelled_does_not(staff, anyone, customer):
    bought, delivered, declined, returned, partly_returned, archived = products = [
        a_product(staff, stock=2 * TOO_FAR, price=1) for _ in range(6)
    ]
    units = enough_to_lead(anyone)
    orders = {product["id"]: sell(customer, product, units) for product in products}
    for order in orders[delivered["id"]]:
        accepted(ship(staff, order))
        accepted(deliver(staff, order))
    settled(customer, an_order(customer, declined, MOST_AT_ONCE, DECLINED))
    for order in (*orders[returned["id"]], *sell(customer, partly_returned, 2)):
        take_back(customer, order)
    archive(staff, archived)
    wanted, unwanted = [bought, delivered, declined, partly_returned], [returned, archived]
    soon_on_the_board(anyone, wanted, unwanted, units)
    for order in orders[bought["id"]]:
        take_back(customer, order)
    archive(staff, delivered)
    wanted, unwanted = [declined, partly_returned], [bought, delivered, returned, archived]
    soon_on_the_board(anyone, wanted, unwanted, units)
    archive(staff, bought, declined, partly_returned, returned)


@pytest.mark.alone
def test_of_eleven_that_sold_alike_the_ten_lowest_ids_are_shown(staff, anyone, customer):
    products = [a_product(staff, stock=TOO_FAR, price=1) for _ in range(11)]
    units = enough_to_lead(anyone)
    for product in products:
        sell(customer, product, units)
    products.sort(key=lambda product: product["id"])
    soon_on_the_board(anyone, products[:10], products[10:], units)
    archive(staff, products[0])
    soon_on_the_board(anyone, products[1:], products[:1], units)
    archive(staff, *products[1:])


def test_a_new_name_is_shown(staff, anyone, customer):
    product = a_product(staff, stock=TOO_FAR, price=1)
    units = enough_to_lead(anyone)
    sell(customer, product, units)
    renamed = {**product, "name": unique("Renamed")}
    body = {"name": renamed["name"], "category": "tests", "price": money(1)}
    accepted(staff.put(f"/products/{product['id']}", body, headers={"If-Match": "*"}))
    soon_on_the_board(anyone, [renamed], [], units)
    archive(staff, product)
