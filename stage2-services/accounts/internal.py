"""What the other services ask accounts."""

from flask import Blueprint, Response

from shop_rules.shapes import UserId

from chassis import auth, http
from chassis.shapes import Person, Visitor

from . import usecases

internal = Blueprint("internal", __name__)


@internal.get("/sessions/<session_id>")
def show_session(session_id: str) -> Response:
    auth.service("catalog", "inventory", "cart", "orders", "payments", "notifications")
    return http.answer(usecases.session(session_id))


@internal.get("/people/<user_id>")
def show_person(user_id: UserId) -> Response:
    auth.service("cart", "orders", "notifications")
    return http.answer(Person(id=usecases.show(user_id)["id"]))


@internal.put("/people/<user_id>/visitor")
def show_visitor(user_id: UserId) -> Response:
    auth.service("catalog")
    return http.answer(Visitor(key=usecases.visitor_key(user_id)))
