"""?q= finds a product by any part of its name, in any case, and is not a pattern."""

import pytest

from .readings import soon_equal
from .steps import LISTED, a_product, listed, unique
from .version import money

NAMES = [
    "50% off",
    "50 off",
    "a_b",
    "axb",
    "back\\slash",
    "backslash",
    "Straße",
    "STRASSE",
    "ﬁne china",  # a ligature: NFKC makes it two letters
    "Istanbul",
    "İzmir",
    'O\'Neill "cup"',
    "[abc]*.?",
]
FOUND = [
    ("50%", ["50% off"]),
    ("%", ["50% off"]),
    ("50", ["50% off", "50 off"]),
    ("50 OFF", ["50 off"]),
    ("0 o", ["50 off"]),
    ("_", ["a_b"]),
    ("A_B", ["a_b"]),
    ("\\", ["back\\slash"]),
    ("\\\\", []),
    ("k\\s", ["back\\slash"]),
    ("ACK", ["back\\slash", "backslash"]),
    ("strasse", ["Straße", "STRASSE"]),
    ("straße", ["Straße", "STRASSE"]),
    ("STRAẞE", ["Straße", "STRASSE"]),
    ("ß", ["Straße", "STRASSE"]),
    ("fine", ["ﬁne china"]),
    ("ﬁNE", ["ﬁne china"]),
    ("ＦＩＮＥ", ["ﬁne china"]),  # full-width letters
    ("ISTANBUL", ["Istanbul"]),
    ("istan", ["Istanbul"]),
    ("İzmir", ["İzmir"]),
    ("ZMIR", ["İzmir"]),
    ("'", ['O\'Neill "cup"']),
    ('"CUP"', ['O\'Neill "cup"']),
    ("[", ["[abc]*.?"]),
    ("[a-c]", []),
    ("*", ["[abc]*.?"]),
    ("?", ["[abc]*.?"]),
    (".", ["[abc]*.?"]),
    ("^a", []),
    ("off 50", []),
    ("", NAMES),
    ("q" * 200, []),
]


@pytest.fixture(scope="module")
def category(_staff_sign_in):
    """A category with one product for each of NAMES."""
    staff, category = _staff_sign_in(), unique("search")
    for name in NAMES:
        a_product(staff, stock=0, name=name, category=category, description="50% _ \\ all")
    soon_equal(lambda: len(list(listed(staff, "/products", category=category))), 13, LISTED)
    return category


@pytest.mark.parametrize("q, names", FOUND, ids=[f"{q!r:.20}" for q, _ in FOUND])
def test_a_search_finds(anyone, category, q, names):
    found = [product["name"] for product in listed(anyone, "/products", q=q, category=category)]
    assert sorted(found) == sorted(names)


def test_a_search_turns_pages_too(anyone, category):
    narrowed = {"q": "s", "category": category, "sort": "name"}
    whole = list(listed(anyone, "/products", **narrowed))
    assert [product["name"] for product in whole] == [
        "back\\slash",
        "backslash",
        "Istanbul",
        *[product["name"] for product in whole[3:]],
    ]
    assert {product["name"] for product in whole[3:]} == {"Straße", "STRASSE"}
    assert list(listed(anyone, "/products", **narrowed, limit=1)) == whole


def test_a_search_reaches_all_categories(staff, anyone):
    word = unique("word")
    products = [
        a_product(staff, stock=0, name=f"{place} {word} {place}", category=unique("room"))
        for place in ("here", "there")
    ]
    found = [{**product, "available": 0} for product in reversed(products)]
    soon_equal(lambda: list(listed(anyone, "/products", q=word.upper())), found, LISTED)


def test_a_search_looks_at_the_name_only(staff, anyone):
    word = unique("word")
    a_product(staff, stock=0, description=word, category=word)
    named = a_product(staff, stock=0, name=word)
    found = [{**named, "available": 0}]
    soon_equal(lambda: list(listed(anyone, "/products", q=word)), found, LISTED)


def test_a_search_follows_a_new_name(staff, anyone):
    product, name = a_product(staff, stock=0), unique("renamed")
    body = {"name": name, "category": "tests", "price": money(5)}
    staff.put(f"/products/{product['id']}", body, headers={"If-Match": "*"})

    def found():
        return [len(list(listed(anyone, "/products", q=q))) for q in (name, product["name"])]

    soon_equal(found, [1, 0], LISTED)
