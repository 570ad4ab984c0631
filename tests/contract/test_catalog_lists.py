"""The list of products: sorting, paging, and filters by category and price."""

import unicodedata

import pytest

from .readings import soon_equal
from .steps import LATER, LISTED, a_product, accepted, an_order, listed, refused, settled, unique
from .version import cents

# Ties in the name ("apple" three times, once in full-width letters) and in the price. Bytewise,
# as the contract sorts, "ä" comes after "z", "-" before any letter and the emoji last of all.
GOODS = [
    ("pear", 300),
    ("Apple", 200),
    ("ａｐｐｌｅ", 200),
    ("\U0001f600", 100),
    ("APPLE", 100),
    ("Äpfel", 200),
    ("zebra", 100),
    ("\ufffd", 300),
    ("pe-ar", 200),
]


def by_name(product):
    folded = unicodedata.normalize("NFKC", product["name"]).casefold()
    return unicodedata.normalize("NFKC", folded).encode(), product["id"]


def by_price(product):
    return cents(product["price"]), product["id"]


def by_time(product):
    return product["created_at"], product["id"]


SORTED = {
    "newest": lambda products: sorted(products, key=by_time, reverse=True),
    "name": lambda products: sorted(products, key=by_name),
    "price": lambda products: sorted(products, key=by_price),
    "-price": lambda products: sorted(products, key=by_price, reverse=True),
}


def as_listed(products, available=0):
    return [{**product, "available": available} for product in products]


def a_shelf(staff, goods):
    """Products in their own category, once the list has them all."""
    category = unique("shelf")
    products = [
        a_product(staff, stock=0, category=category, name=name, price=price)
        for name, price in goods
    ]
    soon_equal(lambda: len(list(listed(staff, "/products", category=category))), len(goods), LISTED)
    return products


@pytest.fixture(scope="module")
def shelf(_staff_sign_in):
    """GOODS, for tests that only read."""
    return a_shelf(_staff_sign_in(), GOODS)


def pages(person, **params):
    """The list page by page."""
    found, cursors = [], []
    while True:
        page = person.get("/products", params=params)
        found.append(accepted(page))
        cursors.append(page.json()["meta"].get("next_cursor"))
        if cursors[-1] is None:
            return found
        assert cursors[-1] not in cursors[:-1], "the list turns in a circle"
        params["cursor"] = cursors[-1]


@pytest.mark.parametrize("sort", SORTED)
def test_a_list_is_sorted_by(anyone, shelf, sort):
    found = list(listed(anyone, "/products", category=shelf[0]["category"], sort=sort))
    assert found == as_listed(SORTED[sort](shelf))


@pytest.mark.parametrize("limit", [1, 2, 3, 4, 9])
@pytest.mark.parametrize("sort", SORTED)
def test_turning_pages_loses_and_doubles_nothing_by(anyone, shelf, sort, limit):
    found = pages(anyone, category=shelf[0]["category"], sort=sort, limit=limit)
    whole = as_listed(SORTED[sort](shelf))
    assert found == [whole[start : start + limit] for start in range(0, len(whole), limit)]


def test_the_newest_come_first_unless_asked_otherwise(anyone, shelf):
    found = list(listed(anyone, "/products", category=shelf[0]["category"]))
    assert found == as_listed(SORTED["newest"](shelf))


def test_a_page_has_20_items_unless_asked_otherwise_and_at_most_100(staff, anyone):
    category = a_shelf(staff, [("spoon", 5)] * 21)[0]["category"]
    sizes = [len(page) for page in pages(anyone, category=category)]
    assert sizes == [20, 1]
    assert [len(page) for page in pages(anyone, category=category, limit=100)] == [21]
    assert [len(page) for page in pages(anyone, category=category, limit=21)] == [21]


@pytest.mark.parametrize("sort", SORTED)
def test_what_comes_and_goes_between_two_pages_moves_nothing_else(staff, anyone, sort):
    shelf = a_shelf(staff, [("b", 20), ("c", 30), ("d", 40), ("e", 50)])
    narrowed = {"category": shelf[0]["category"], "sort": sort, "limit": 2}
    whole = SORTED[sort](shelf)
    page = anyone.get("/products", params=narrowed)
    assert accepted(page) == as_listed(whole[:2])
    accepted(staff.delete(f"/products/{whole[0]['id']}"), 204)
    before_all = {"newest": 1, "name": 1, "price": 1, "-price": 99}[sort]
    for price in (before_all, before_all):
        a_product(staff, stock=0, name="a", price=price, category=narrowed["category"])
    cursor = page.json()["meta"]["next_cursor"]
    rest = list(listed(anyone, "/products", **narrowed, cursor=cursor))
    assert rest == as_listed(whole[2:])


@pytest.mark.parametrize(
    "narrowed, prices",
    [
        ({"min_price": 200}, [200, 300]),
        ({"min_price": 201}, [300]),
        ({"max_price": 200}, [100, 200]),
        ({"max_price": 199}, [100]),
        ({"min_price": 200, "max_price": 200}, [200]),
        ({"min_price": 101, "max_price": 299}, [200]),
        ({"min_price": 0, "max_price": 10_000_000}, [100, 200, 300]),
        ({"min_price": 301}, []),
        ({"max_price": 0}, []),
        ({"min_price": 300, "max_price": 100}, []),
    ],
    ids=str,
)
def test_price_bounds_are_part_of_the_range(anyone, shelf, narrowed, prices):
    found = listed(anyone, "/products", category=shelf[0]["category"], sort="price", **narrowed)
    kept = [product for product in shelf if cents(product["price"]) in prices]
    assert list(found) == as_listed(SORTED["price"](kept))


def test_a_category_is_matched_exactly(staff, anyone):
    tools = unique("Tools")
    for category in (tools, f"{tools} and more", tools.lower(), f"x{tools}"):
        a_shelf_of_one = a_product(staff, stock=0, category=category)
        found = list(listed(anyone, "/products", category=category))
        assert found == as_listed([a_shelf_of_one])
    assert list(listed(anyone, "/products", category=tools[:-1])) == []
    assert list(listed(anyone, "/products", category="%" + tools[1:])) == []


def test_filters_are_joined_by_and(anyone, shelf):
    narrowed = {"category": shelf[0]["category"], "q": "app", "min_price": 150, "sort": "name"}
    kept = [product for product in shelf if product["name"] in ("Apple", "ａｐｐｌｅ")]
    whole = as_listed(SORTED["name"](kept))
    assert list(listed(anyone, "/products", **narrowed)) == whole
    assert pages(anyone, **narrowed, limit=1) == [whole[:1], whole[1:]]
    assert list(listed(anyone, "/products", **{**narrowed, "category": unique("none")})) == []


WRONG = [
    *[("min_price", value) for value in ("-1", "10000001", "1.5", "cheap", "")],
    *[("max_price", value) for value in ("-1", "10000001", "1.5", "dear", "")],
    *[("sort", value) for value in ("", "Price", "+price", "-name", "id", "price,name")],
    *[("category", value) for value in ("", "c" * 101, "a\0b")],
    *[("q", value) for value in ("q" * 201, "a\0b")],
]


@pytest.mark.parametrize("name, value", WRONG, ids=lambda text: f"{text!r:.15}")
def test_a_known_parameter_with_a_wrong_value_is_refused(anyone, name, value):
    problem = refused(anyone.get("/products", params={name: value}), 422, "")
    assert name in problem["errors"][0]["detail"]


OTHER_LISTS = {
    "another category": {"category": "another"},
    "a search": {"q": "a"},
    "another lower bound": {"min_price": 1},
    "another upper bound": {"max_price": 9_999},
    "another sorting": {"sort": "price"},
    "the opposite sorting": {"sort": "newest"},
}


@pytest.mark.parametrize("other", OTHER_LISTS.values(), ids=OTHER_LISTS)
def test_a_cursor_is_good_for_its_own_list_only(anyone, shelf, other):
    narrowed = {"category": shelf[0]["category"], "sort": "-price", "limit": 2}
    cursor = anyone.get("/products", params=narrowed).json()["meta"]["next_cursor"]
    refused(anyone.get("/products", params={**narrowed, **other, "cursor": cursor}), 422, "")
    accepted(anyone.get("/products", params={**narrowed, "cursor": cursor}))


def test_a_damaged_cursor_is_refused(anyone, shelf):
    narrowed = {"category": shelf[0]["category"], "limit": 2}
    cursor = anyone.get("/products", params=narrowed).json()["meta"]["next_cursor"]
    middle = len(cursor) // 2
    other = "A" if cursor[middle] != "A" else "B"
    for damaged in (cursor[1:], cursor[:-4], cursor[:middle] + other + cursor[middle + 1 :]):
        refused(anyone.get("/products", params={**narrowed, "cursor": damaged}), 422, "")


def test_the_list_says_how_many_there_are(staff, anyone, customer):
    product = a_product(staff, stock=7, category=unique("counted"))

    def on_the_list():
        return list(listed(anyone, "/products", category=product["category"]))

    soon_equal(on_the_list, as_listed([product], available=7), LATER)
    settled(customer, an_order(customer, product, quantity=3))
    soon_equal(on_the_list, as_listed([product], available=4), LATER)
