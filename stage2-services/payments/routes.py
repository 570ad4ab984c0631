from flask import Blueprint, request

from chassis import auth, http

from . import usecases

bp = Blueprint("payments", __name__)
internal = Blueprint("internal", __name__)


@bp.get("/orders/<order_id>/payment")
def show_payment(order_id):
    caller = auth.signed_in()
    payment = auth.may_see_order(caller, usecases.show(order_id))
    return http.answer({name: payment[name] for name in payment if name != "user_id"})


@internal.put("/charges/<order_id>")
def charge(order_id):
    auth.service("orders")
    asked = request.json
    outcome = usecases.charge(asked["order"], asked["payment_method"])
    return http.answer({"outcome": outcome})


@internal.put("/refunds/<order_id>")
def refund(order_id):
    auth.service("orders")
    return http.answer({"refunded": usecases.refund(order_id)})
