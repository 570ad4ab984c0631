"""What is looked at is counted by category, and by nothing that grows with the shop."""

import re

from tests.contract.steps import a_product, accepted, refused, unique

VIEWS = r'^shop_product_views_total\{category="%s"\} (\S+)$'


def views(metrics, category):
    found = re.search(VIEWS % re.escape(category), metrics().text, re.M)
    return float(found[1]) if found else 0.0


def test_each_look_at_a_product_counts_for_its_category(staff, anyone, metrics):
    category = unique("lamps")
    one, other = (a_product(staff, stock=0, category=category) for _ in range(2))
    for product in (one, other, one):
        accepted(anyone.get(f"/products/{product['id']}"))
    assert views(metrics, category) == 3


def test_looking_at_a_list_is_not_looking_at_its_products(staff, anyone, metrics):
    category = unique("lamps")
    a_product(staff, stock=0, category=category)
    accepted(anyone.get("/products", params={"category": category}))
    assert views(metrics, category) == 0


def test_what_is_not_there_is_not_counted(staff, anyone, metrics):
    category = unique("lamps")
    product = a_product(staff, stock=0, category=category)
    accepted(staff.delete(f"/products/{product['id']}"), 204)
    refused(anyone.get(f"/products/{product['id']}"), 404)
    assert views(metrics, category) == 0


def test_no_label_names_a_product(staff, anyone, metrics):
    product = a_product(staff, stock=0)
    accepted(anyone.get(f"/products/{product['id']}"))
    assert product["id"] not in metrics().text
    assert product["name"] not in metrics().text
