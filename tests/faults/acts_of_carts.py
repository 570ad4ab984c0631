"""The acts on a cart."""

from tests.contract.readings import cart_of
from tests.contract.steps import a_customer, a_product, put_in_cart

from .acts import reaches, same
from .insist import data, insist_on


@reaches("open_cart")
def looking_at_a_new_cart(site, committed):
    customer = a_customer(site.shop)
    yield "shop"
    cart = data(insist_on(lambda: customer.get(f"{customer.path}/cart"), 200))
    yield
    same(cart_of(customer), cart)


def _in_cart(customer):
    return {line["product_id"]: line["quantity"] for line in cart_of(customer)["lines"]}


@reaches("put_in_cart")
def filling_a_cart(site, committed):
    customer, product = a_customer(site.shop), a_product(site.staff)
    path = f"{customer.path}/cart/items/{product['id']}"
    yield "shop"
    insist_on(lambda: customer.put(path, {"quantity": 3}), 200)
    yield
    same(_in_cart(customer), {product["id"]: 3})


@reaches("remove_from_cart")
def taking_out_of_a_cart(site, committed):
    customer, gone, kept = a_customer(site.shop), a_product(site.staff), a_product(site.staff)
    put_in_cart(customer, gone)
    put_in_cart(customer, kept)
    path = f"{customer.path}/cart/items/{gone['id']}"
    yield "shop"
    insist_on(lambda: customer.delete(path), 404 if committed else 204)
    yield
    same(_in_cart(customer), {kept["id"]: 1})


@reaches("clear_cart")
def emptying_a_cart(site, committed):
    customer = a_customer(site.shop)
    put_in_cart(customer, a_product(site.staff))
    yield "shop"
    insist_on(lambda: customer.delete(f"{customer.path}/cart"), 204)
    yield
    same(_in_cart(customer), {})
