"""Prices: integer cents of the shop's one currency. No floats anywhere."""

from .errors import Invalid

CURRENCY = "EUR"
MAX_PRICE = 10_000_000
MAX_ORDER_TOTAL = 99_999_999
MAX_CART_LINES = 40


_SHOWN = ("product_id", "name", "unit_price", "quantity")


def shown(lines):
    """The lines as clients see them, each with its line_total in cents."""
    return [
        {
            **{name: line[name] for name in _SHOWN},
            "line_total": line["unit_price"] * line["quantity"],
        }
        for line in lines
    ]


def total(lines):
    return sum(line["unit_price"] * line["quantity"] for line in lines)


def check_cart(lines):
    """Refuse one product too many."""
    if len(lines) > MAX_CART_LINES:
        raise Invalid(f"A cart holds at most {MAX_CART_LINES} different products.")


def check_order(lines):
    """Refuse what can't be ordered: nothing, something archived, or too much at once."""
    if not lines:
        raise Invalid("The cart is empty.")
    gone = [line for line in lines if line["archived"]]
    if gone:
        names = ", ".join(f"{line['name']} ({line['product_id']})" for line in gone)
        raise Invalid(f"No longer sold: {names}. Take it out of the cart.")
    if total(lines) > MAX_ORDER_TOTAL:
        raise Invalid(f"An order may cost at most {MAX_ORDER_TOTAL} cents.")
