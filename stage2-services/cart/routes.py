from flask import Blueprint, Response, request

from shop_rules import bodies
from shop_rules.shapes import ProductId, UserId

from chassis import auth, http
from chassis.shapes import Renewal

from . import usecases

bp = Blueprint("cart", __name__)
internal = Blueprint("internal", __name__)


@bp.get("/users/<user_id>/cart")
def show_cart(user_id: UserId) -> Response:
    auth.owner_or_staff(user_id, "get_cart")
    return http.answer(usecases.show(user_id))


@bp.put("/users/<user_id>/cart/items/<product_id>")
def put_item(user_id: UserId, product_id: ProductId) -> Response:
    auth.owner(user_id, "put_cart_item")
    usecases.check_on_sale(product_id)
    quantity = http.body(bodies.CartItem).quantity
    return http.answer(usecases.put(user_id, product_id, quantity))


@bp.delete("/users/<user_id>/cart/items/<product_id>")
def remove_item(user_id: UserId, product_id: ProductId) -> Response:
    auth.owner(user_id, "remove_cart_item")
    usecases.remove(user_id, product_id)
    return http.nothing()


@bp.delete("/users/<user_id>/cart")
def clear_cart(user_id: UserId) -> Response:
    auth.owner(user_id, "empty_cart")
    usecases.clear(user_id)
    return http.nothing()


@internal.get("/carts/<user_id>")
def show_what_is_bought(user_id: UserId) -> Response:
    auth.service("orders")
    return http.answer(usecases.to_buy(user_id))


@internal.post("/carts/<user_id>/renewal")
def renew_cart(user_id: UserId) -> Response:
    auth.service("orders")
    bought: Renewal = request.json
    usecases.renew(user_id, bought["id"], bought["version"])
    return http.nothing()
