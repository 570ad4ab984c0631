"""The cart service alone: what was bought leaves the cart, and nothing else does."""

import pytest

from shop_rules import ids

from . import callers, contracts
from .internal_doors import check_that_only


@pytest.fixture(scope="module")
def cart(start):
    return start("cart")


@pytest.fixture
def tea():
    return {"id": ids.new_id(), "name": "Tea", "price": 250, "archived": False}


@pytest.fixture
def cup():
    return {"id": ids.new_id(), "name": "Cup", "price": 900, "archived": False}


@pytest.fixture
def sold_here(neighbours):
    """sold_here(product, …): what the catalog knows of."""

    def know(*products):
        by_id = {product["id"]: product for product in products}
        for product in products:
            neighbours.answer("catalog", "GET", f"/products[?]ids={product['id']}", data=[product])
        if len(products) > 1:
            neighbours.answer("catalog", "GET", "/products[?]ids=*,*", data=list(by_id.values()))

    return know


def put(cart, person, product, quantity, status=200):
    path = f"/users/{person.id}/cart/items/{product['id']}"
    return cart.by(person, "PUT", path, status, json={"quantity": quantity})


def lines(cart, person):
    shown = cart.by(person, "GET", f"/users/{person.id}/cart")
    return {line["product_id"]: line["quantity"] for line in shown["lines"]}


def to_buy(cart, person):
    return cart.internal("orders", "GET", f"/carts/{person.id}", status=200)


def renew(cart, person, bought):
    body = {"id": bought["id"], "version": bought["version"]}
    cart.internal("orders", "POST", f"/carts/{person.id}/renewal", body, 204)


def test_what_was_put_in_after_the_purchase_stays(cart, person, tea, cup, sold_here):
    sold_here(tea, cup)
    put(cart, person, tea, 2)
    bought = to_buy(cart, person)
    put(cart, person, cup, 1)
    renew(cart, person, bought)
    assert lines(cart, person) == {cup["id"]: 1}


def test_more_of_what_was_bought_stays_as_it_was_put_in_again(cart, person, tea, sold_here):
    sold_here(tea)
    put(cart, person, tea, 2)
    bought = to_buy(cart, person)
    put(cart, person, tea, 3)
    renew(cart, person, bought)
    assert lines(cart, person) == {tea["id"]: 3}


def test_a_renewal_that_comes_again_takes_nothing_of_the_next_cart(cart, person, tea, sold_here):
    sold_here(tea)
    put(cart, person, tea, 2)
    bought = to_buy(cart, person)
    renew(cart, person, bought)
    put(cart, person, tea, 1)
    renew(cart, person, {**bought, "version": bought["version"] + 9})
    assert lines(cart, person) == {tea["id"]: 1}
    assert to_buy(cart, person)["id"] != bought["id"]


def test_prices_are_todays(cart, person, tea, sold_here):
    sold_here(tea)
    put(cart, person, tea, 2)
    sold_here({**tea, "price": 300})
    assert to_buy(cart, person)["lines"][0]["unit_price"] == 300


def test_without_the_catalog_nobody_is_told_a_price(cart, person, tea, sold_here, neighbours):
    sold_here(tea)
    put(cart, person, tea, 2)
    neighbours.is_away("catalog")
    assert cart.ask("GET", f"/users/{person.id}/cart", person.token).status_code == 503
    neighbours.is_back("catalog")
    assert lines(cart, person) == {tea["id"]: 2}


def test_what_is_not_on_sale_cannot_be_put_in(cart, person, tea, sold_here):
    sold_here({**tea, "archived": True})
    put(cart, person, tea, 1, status=404)
    assert lines(cart, person) == {}


def test_a_cart_goes_when_its_owner_has_gone(cart, person, tea, sold_here, tell, soon):
    sold_here(tea)
    put(cart, person, tea, 2)
    tell("people", kind="closed", user_id=person.id)
    soon(lambda: lines(cart, person) == {})


def test_a_renewal_makes_no_cart_for_an_owner_who_has_gone(
    cart, person, tea, sold_here, tell, soon, durable
):
    sold_here(tea)
    put(cart, person, tea, 2)
    bought = to_buy(cart, person)
    tell("people", kind="closed", user_id=person.id)
    soon(lambda: not durable.exists(f"cart:{person.id}"))
    renew(cart, person, bought)
    assert not durable.exists(f"cart:{person.id}")


def test_only_orders_gets_in(cart, person):
    check_that_only("orders", cart, person, "GET", f"/carts/{person.id}")
    body = {"id": ids.new_id(), "version": 0}
    check_that_only("orders", cart, person, "POST", f"/carts/{person.id}/renewal", body)


@pytest.mark.parametrize("promise", contracts.promised_by("cart"), ids=str)
def test_it_keeps_what_orders_relies_on(promise, cart, neighbours, private_key, tea, sold_here):
    sold_here({**tea, "id": contracts.PRODUCT})
    if promise.given == "a cart with two of it":
        buyer = callers.Person(neighbours, private_key, user_id=contracts.PERSON)
        put(cart, buyer, {"id": contracts.PRODUCT}, 2)
    promise.check(cart)
