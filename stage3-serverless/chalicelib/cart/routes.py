from chalice import Blueprint, Response

from shop_rules import bodies
from shop_rules.shapes import ProductId, UserId

from .. import auth, http
from . import usecases

bp = Blueprint(__name__)


@bp.route("/users/{user_id}/cart")
def show_cart(user_id: UserId) -> Response:
    auth.owner_or_staff(user_id, "get_cart")
    return http.answer(usecases.show(user_id))


@bp.route("/users/{user_id}/cart/items/{product_id}", methods=["PUT"])
def put_item(user_id: UserId, product_id: ProductId) -> Response:
    auth.owner(user_id, "put_cart_item")
    usecases.check_on_sale(product_id)
    quantity = http.body(bodies.CartItem).quantity
    return http.answer(usecases.put(user_id, product_id, quantity))


@bp.route("/users/{user_id}/cart/items/{product_id}", methods=["DELETE"])
def remove_item(user_id: UserId, product_id: ProductId) -> Response:
    auth.owner(user_id, "remove_cart_item")
    usecases.remove(user_id, product_id)
    return http.nothing()


@bp.route("/users/{user_id}/cart", methods=["DELETE"])
def clear_cart(user_id: UserId) -> Response:
    auth.owner(user_id, "empty_cart")
    usecases.clear(user_id)
    return http.nothing()
