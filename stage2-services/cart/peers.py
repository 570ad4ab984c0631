"""How the cart reaches the catalog: over HTTP."""

from collections.abc import Collection

from shop_rules.errors import NotFound
from shop_rules.shapes import ProductId

from chassis import calls
from chassis.shapes import ProductToBuy


def check_on_sale(product_id: ProductId) -> None:
    found = products([product_id]).get(product_id)
    if found is None or found["archived"]:
        raise NotFound("No such product.")


def products(product_ids: Collection[ProductId]) -> dict[ProductId, ProductToBuy]:
    if not product_ids:
        return {}
    path = f"/products?ids={','.join(product_ids)}"
    found: list[ProductToBuy] = calls.call("catalog", "GET", path)
    return {product["id"]: product for product in found}
