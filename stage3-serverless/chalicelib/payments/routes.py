from chalice import Blueprint, Response

from shop_rules.shapes import OrderId

from .. import auth, http
from . import peers, usecases

bp = Blueprint(__name__)


@bp.route("/orders/{order_id}/payment")
def show_payment(order_id: OrderId) -> Response:
    auth.may_see_order(auth.signed_in(), "get_payment", peers.order(order_id))
    return http.answer(usecases.show(order_id))
