from flask import Blueprint, Response

from shop_rules import bodies
from shop_rules.shapes import ProductId

from .. import auth, http
from . import usecases

bp = Blueprint("inventory", __name__)


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
