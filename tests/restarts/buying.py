"""One purchase, within the bounds that openapi.yaml states."""

from typing import TYPE_CHECKING

from shop_rules.shapes import ListedProduct, Product
from tests.contract.client import Person, Shop
from tests.contract.readings import soon_equal
from tests.contract.steps import LATER, a_customer, accepted, an_order, listed, settled

if TYPE_CHECKING:
    from tests.drivers.stage import Stage


def check_bounds(stage: "Stage") -> None:
    """Buy: the order settles, and lists show what is left, as soon as the contract promises."""
    shop = Shop(stage.url)
    customer = a_customer(shop)
    product = _one_with_stock(customer)
    order = settled(customer, an_order(customer, product))
    assert order["status"] == "confirmed", order
    soon_equal(lambda: _listed(customer, product), product["available"] - 1, LATER)


def buy_and_restart(stage: "Stage") -> None:
    """Stop it properly when streams, queues, and caches have been used, and start it again."""
    check_bounds(stage)
    stage.end()
    stage.begin_again()


def _one_with_stock(customer: Person) -> ListedProduct:
    products: list[ListedProduct] = accepted(customer.get("/products", params={"limit": 100}))
    return max(products, key=lambda product: product["available"])


def _listed(customer: Person, product: Product) -> int:
    found = listed(customer, "/products")
    return next(each["available"] for each in found if each["id"] == product["id"])
