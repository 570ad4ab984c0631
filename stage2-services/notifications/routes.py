from flask import Blueprint, Response

from shop_rules.shapes import UserId

from chassis import auth, http

from . import usecases

bp = Blueprint("notifications", __name__)


@bp.get("/users/<user_id>/notifications")
def list_notifications(user_id: UserId) -> Response:
    auth.owner_or_staff(user_id, "list_notifications")
    filters = ("notifications", user_id)
    limit, before = http.page_asked(*filters)
    found = usecases.newest(user_id, limit, before)
    notifications, more = http.page(found, limit, *filters)
    return http.answer(notifications, next_cursor=more)
