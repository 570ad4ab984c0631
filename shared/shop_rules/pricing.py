"""Prices: integer cents of the shop's one currency. No floats anywhere."""

from collections.abc import Iterable, Sequence, Sized
from typing import Final, TypedDict

from .errors import Invalid
from .shapes import Cents, Line, ProductId

CURRENCY: Final = "EUR"
MAX_PRICE = 10_000_000
MAX_ORDER_TOTAL = 99_999_999
MAX_CART_LINES = 40


class OrderLine(TypedDict):
    """A line of an order, as stored."""

    product_id: ProductId
    name: str
    unit_price: Cents
    quantity: int


class CartLine(OrderLine):
    """A line of a cart, at the current price."""

    archived: bool  # it can no longer be ordered


def shown(lines: Iterable[OrderLine]) -> list[Line]:
    """The lines in the API's form, each with its line_total in cents."""
    return [
        {
            "product_id": line["product_id"],
            "name": line["name"],
            "unit_price": line["unit_price"],
            "quantity": line["quantity"],
            "line_total": Cents(line["unit_price"] * line["quantity"]),
        }
        for line in lines
    ]


def total(lines: Iterable[OrderLine]) -> Cents:
    return Cents(sum(line["unit_price"] * line["quantity"] for line in lines))


def check_cart(lines: Sized) -> None:
    """Raise Invalid if the cart holds too many different products."""
    if len(lines) > MAX_CART_LINES:
        raise Invalid(f"A cart holds at most {MAX_CART_LINES} different products.")


def check_order(lines: Sequence[CartLine]) -> None:
    """Raise Invalid for an empty cart, an archived product, or too high a total."""
    if not lines:
        raise Invalid("The cart is empty.")
    gone = [line for line in lines if line["archived"]]
    if gone:
        names = ", ".join(f"{line['name']} ({line['product_id']})" for line in gone)
        raise Invalid(f"No longer sold: {names}. Take it out of the cart.")
    if total(lines) > MAX_ORDER_TOTAL:
        raise Invalid(f"An order may cost at most {MAX_ORDER_TOTAL} cents.")
