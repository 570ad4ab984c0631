from flask import Blueprint, Response, request

from shop_rules.shapes import OrderId

from chassis import auth, http
from chassis.shapes import Charge, Charged, Refunded

from . import usecases

bp = Blueprint("payments", __name__)
internal = Blueprint("internal", __name__)


@bp.get("/orders/<order_id>/payment")
def show_payment(order_id: OrderId) -> Response:
    caller = auth.signed_in()
    payment = auth.may_see_order(caller, "get_payment", usecases.show(order_id))
    return http.answer({name: part for name, part in payment.items() if name != "user_id"})


@internal.put("/charges/<order_id>")
def charge(order_id: OrderId) -> Response:
    auth.service("orders")
    asked: Charge = request.json
    charged: Charged = {"outcome": usecases.charge(asked["order"], asked["payment_method"])}
    return http.answer(charged)


@internal.put("/refunds/<order_id>")
def refund(order_id: OrderId) -> Response:
    auth.service("orders")
    refunded: Refunded = {"refunded": usecases.refund(order_id)}
    return http.answer(refunded)
