from flask import Blueprint, Response, request

from shop_rules import bodies, order_files, queries
from shop_rules.orders import STATUSES
from shop_rules.policies import Operation
from shop_rules.shapes import Order, OrderId, UserId

from chassis import auth, http
from chassis.config import config

from . import exports, usecases

bp = Blueprint("orders", __name__)


# --8<-- [start:place_order]
@bp.post("/users/<user_id>/orders")
def place_order(user_id: UserId) -> Response:
    auth.owner(user_id, "place_order")
    new, key = http.body_with_key(bodies.NewOrder)
    order_id = usecases.place(user_id, key, new)
    where = config().url_of(f"/orders/{order_id}")
    return http.answer(usecases.show(order_id), 201, headers={"Location": where})


# --8<-- [end:place_order]


@bp.get("/users/<user_id>/orders")
def list_orders_of_user(user_id: UserId) -> Response:
    auth.owner_or_staff(user_id, "list_user_orders")
    return _listed("orders of user", user_id=user_id)


@bp.get("/orders")
def list_orders() -> Response:
    auth.may("list_orders")
    status = queries.choice(request.args, "status", STATUSES)
    return _listed("orders", **({"status": status} if status else {}))


@bp.get("/orders/<order_id>")
def show_order(order_id: OrderId) -> Response:
    return http.answer(_visible(auth.signed_in(), "get_order", order_id))


@bp.post("/orders/<order_id>/cancellation")
def cancel_order(order_id: OrderId) -> Response:
    _visible(auth.signed_in(), "cancel_order", order_id)
    return http.answer(usecases.cancel(order_id), 202)


@bp.post("/orders/<order_id>/shipment")
def ship_order(order_id: OrderId) -> Response:
    _visible(auth.may("ship_order"), "ship_order", order_id)
    return http.answer(usecases.ship(order_id, http.body(bodies.Shipment)))


@bp.post("/orders/<order_id>/delivery")
def deliver_order(order_id: OrderId) -> Response:
    _visible(auth.may("deliver_order"), "deliver_order", order_id)
    return http.answer(usecases.deliver(order_id))


@bp.get("/order-exports")
def export_orders() -> Response:
    auth.may("export_orders")
    day = order_files.day(request.args)
    text, last = exports.page(day, order_files.after(request.args, day))
    more = config().url_of(order_files.next_page(day, last)) if last else None
    return http.as_csv(text, f"orders-{day}.csv", more)


def _visible(caller: auth.Caller, operation: Operation, order_id: OrderId) -> Order:
    order = usecases.show(order_id)
    return auth.may_see_order(caller, operation, order, order["total"] if order else 0)


def _listed(*name: str, **equal: str) -> Response:
    filters = (*name, *equal.values())
    limit, before = http.page_asked(*filters)
    found = usecases.newest(limit, before, **equal)
    orders, more = http.page(found, limit, *filters)
    return http.answer(orders, next_cursor=more)
