from flask import Blueprint, request

from shop_rules import bodies

from chassis import auth, http

from . import usecases

bp = Blueprint("inventory", __name__)
internal = Blueprint("internal", __name__)


@bp.get("/products/<product_id>/stock")
def show_stock(product_id):
    auth.staff()
    return http.answer(usecases.show(product_id))


@bp.get("/products/<product_id>/stock/adjustments")
def list_adjustments(product_id):
    auth.staff()
    usecases.show(product_id)
    filters = ("adjustments", product_id)
    limit, before = http.page_asked(*filters)
    found = usecases.newest_adjustments(product_id, limit, before)
    adjustments, more = http.page(found, limit, *filters)
    return http.answer(adjustments, next_cursor=more)


@bp.post("/products/<product_id>/stock/adjustments")
def adjust_stock(product_id):
    caller = auth.staff()
    usecases.show(product_id)
    body, key = http.body_with_key(bodies.StockAdjustment)
    return http.answer(usecases.adjust(caller.id, key, product_id, body), 201)


@internal.get("/stock")
def list_available():
    auth.service("catalog")
    return http.answer(usecases.available(request.args["ids"].split(",")))


@internal.put("/stock/<product_id>")
def open_stock(product_id):
    auth.service("catalog")
    usecases.open_stock(product_id)
    return http.nothing()


@internal.put("/reservations/<order_id>")
def reserve(order_id):
    auth.service("orders")
    return http.answer({"reserved": usecases.reserve(order_id, request.json["lines"])})


@internal.post("/reservations/<order_id>/sale")
def sell(order_id):
    auth.service("orders")
    usecases.sell(order_id)
    return http.nothing()


@internal.post("/reservations/<order_id>/release")
def release(order_id):
    auth.service("orders")
    usecases.release(order_id)
    return http.nothing()


@internal.post("/reservations/<order_id>/return")
def take_back(order_id):
    auth.service("orders")
    usecases.take_back(order_id)
    return http.nothing()
