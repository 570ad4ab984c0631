"""For the shop's operators: liveness and readiness."""

from chalice import Blueprint, Response

from shop_rules.errors import Unavailable

from . import db, http
from .payments import provider

bp = Blueprint(__name__)


@bp.route("/health")
def health() -> Response:
    return http.answer({"status": "ok"})


@bp.route("/ready")
def ready() -> Response:
    """Ready even while the provider is down: orders are accepted, and settled when it is back."""
    dependencies = {
        "database": "ok" if db.is_up() else "unreachable",
        "payment_provider": "ok" if provider.is_up() else "unreachable",
    }
    if dependencies["database"] != "ok":
        raise Unavailable("The database is unavailable.", dependencies=dependencies)
    return http.answer({"dependencies": dependencies})
