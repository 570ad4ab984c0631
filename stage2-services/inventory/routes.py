from flask import Blueprint, Response, request

from shop_rules import bodies
from shop_rules.shapes import OrderId, ProductId

from chassis import auth, http
from chassis.shapes import Reservation, Reserved

from . import usecases

bp = Blueprint("inventory", __name__)
internal = Blueprint("internal", __name__)


@bp.get("/products/<product_id>/stock")
def show_stock(product_id: ProductId) -> Response:
    auth.may("get_stock")
    return http.answer(usecases.show(product_id))


@bp.get("/products/<product_id>/stock/adjustments")
def list_adjustments(product_id: ProductId) -> Response:
    auth.may("list_adjustments")
    usecases.show(product_id)
    filters = ("adjustments", product_id)
    limit, before = http.page_asked(*filters)
    found = usecases.newest_adjustments(product_id, limit, before)
    adjustments, more = http.page(found, limit, *filters)
    return http.answer(adjustments, next_cursor=more)


@bp.post("/products/<product_id>/stock/adjustments")
def adjust_stock(product_id: ProductId) -> Response:
    caller = auth.may("adjust_stock")
    usecases.show(product_id)
    body, key = http.body_with_key(bodies.StockAdjustment)
    return http.answer(usecases.adjust(caller.id, key, product_id, body), 201)


@internal.get("/stock")
def list_available() -> Response:
    auth.service("catalog")
    asked = [ProductId(each) for each in request.args["ids"].split(",")]
    return http.answer(usecases.available(asked))


@internal.put("/stock/<product_id>")
def open_stock(product_id: ProductId) -> Response:
    auth.service("catalog")
    usecases.open_stock(product_id)
    return http.nothing()


@internal.put("/reservations/<order_id>")
def reserve(order_id: OrderId) -> Response:
    auth.service("orders")
    asked: Reservation = request.json
    answer: Reserved = {"reserved": usecases.reserve(order_id, asked["lines"])}
    return http.answer(answer)


@internal.post("/reservations/<order_id>/sale")
def sell(order_id: OrderId) -> Response:
    auth.service("orders")
    usecases.sell(order_id)
    return http.nothing()


@internal.post("/reservations/<order_id>/release")
def release(order_id: OrderId) -> Response:
    auth.service("orders")
    usecases.release(order_id)
    return http.nothing()


@internal.post("/reservations/<order_id>/return")
def take_back(order_id: OrderId) -> Response:
    auth.service("orders")
    usecases.take_back(order_id)
    return http.nothing()
