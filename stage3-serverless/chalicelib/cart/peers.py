"""How the cart reaches the other features: reads of their tables, and one check of a condition."""

from shop_rules.errors import NotFound

from ..accounts import store as accounts
from ..catalog import store as catalog


def check_on_sale(product_id):
    catalog.get(product_id)


def products(product_ids):
    """{id: row with name, price, archived}"""
    return catalog.by_ids(product_ids)


def check_is_there(tx, user_id):
    """404 once the account is closed."""
    accounts.check_exists(tx, user_id, _gone)


def _gone():
    return NotFound("No such user.")
